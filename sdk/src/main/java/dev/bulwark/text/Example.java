package dev.bulwark.text;

import dev.bulwark.data.Spool;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A conversation as a model learns from it, with what reports and guards say about it.
 *
 * @param encoded its tokens, and which of them are learned
 * @param category the risk category, empty where the data names none
 * @param attack the attack style of the prompt, empty for a plain request
 * @param where its file and line
 */
public record Example(
    Encoded encoded, Optional<String> category, Optional<String> attack, String where) {

  /** Four bytes a token. */
  public static final Spool.Form<Example> FORM =
      new Spool.Form<>() {
        @Override
        public void write(Example example, DataOutput out) throws IOException {
          Encoded encoded = example.encoded();
          out.writeInt(encoded.length());
          for (int i = 0; i < encoded.length(); i++) {
            int id = Math.toIntExact(encoded.ids()[i]);
            out.writeInt(encoded.learned()[i] ? ~id : id);
          }
          out.writeUTF(example.category().orElse(""));
          out.writeUTF(example.attack().orElse(""));
          out.writeUTF(example.where());
        }

        @Override
        public Example read(DataInput in) throws IOException {
          long[] ids = new long[in.readInt()];
          boolean[] learned = new boolean[ids.length];
          for (int i = 0; i < ids.length; i++) {
            int id = in.readInt();
            learned[i] = id < 0;
            ids[i] = learned[i] ? ~id : id;
          }
          return new Example(
              new Encoded(ids, learned), label(in.readUTF()), label(in.readUTF()), in.readUTF());
        }
      };

  private static Optional<String> label(String text) {
    return Optional.of(text).filter(label -> !label.isEmpty());
  }
}
