package dev.bulwark.evaluate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps answers, so that what was paid for once need not be asked again. The key is everything that
 * decides about an answer: model, decoding, all turns, and which of several answers it is, because
 * an answer taken out of a cache is no second draw. Failed calls are not kept.
 *
 * @param folder where answers lie, one small file each; they are not encrypted
 */
public record AnswerCache(Path folder) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VERSION = "answer-1";

  /** The cache in a folder, which need not exist. */
  public static AnswerCache in(Path folder) {
    return new AnswerCache(folder);
  }

  /**
   * A responder that asks only for what is not here yet.
   *
   * @param responder who answers
   * @param deciding what decides about its answers besides the turns: at least {@code model}
   * @throws IllegalArgumentException where the model is not known: its answers could be anyone's
   */
  public Responder over(Responder responder, Map<String, String> deciding) {
    if (deciding.getOrDefault("model", "").isEmpty()) {
      throw new IllegalArgumentException("model is empty, but must be known to keep its answers");
    }
    return new Cached(responder, new TreeMap<>(deciding));
  }

  private Optional<Reply> find(String key) {
    try {
      JsonNode entry = JSON.readTree(Files.readString(file(key)));
      return entry.path("text").isTextual() ? Optional.of(reply(entry)) : Optional.empty();
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the cache in " + folder, e);
    }
  }

  /** Without tokens: what is taken out of a cache costs none. */
  private static Reply reply(JsonNode entry) {
    return entry.path("filtered").asBoolean()
        ? Reply.withheld()
        : Reply.of(entry.get("text").asText());
  }

  private void keep(String key, Reply reply) {
    String entry =
        JSON.createObjectNode()
            .put("text", reply.text())
            .put("filtered", reply.filtered())
            .toString();
    WholeFile.write(file(key), entry);
  }

  private Path file(String key) {
    return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
  }

  private final class Cached implements Responder {
    private final Responder responder;
    private final Map<String, String> deciding;

    Cached(Responder responder, Map<String, String> deciding) {
      this.responder = responder;
      this.deciding = deciding;
    }

    @Override
    public List<String> respond(List<Prompt> prompts) {
      return replies(prompts, 0).stream().map(Reply::text).toList();
    }

    @Override
    public List<Reply> replies(List<Prompt> prompts, int repeat) {
      List<String> keys = prompts.stream().map(prompt -> key(prompt, repeat)).toList();
      List<Optional<Reply>> known = keys.stream().map(AnswerCache.this::find).toList();
      List<Integer> unknown = new ArrayList<>();
      for (int i = 0; i < known.size(); i++) {
        if (known.get(i).isEmpty()) {
          unknown.add(i);
        }
      }
      Map<Integer, Reply> asked = ask(prompts, repeat, unknown);
      asked.forEach((i, reply) -> keep(keys.get(i), reply));
      List<Reply> replies = new ArrayList<>();
      for (int i = 0; i < known.size(); i++) {
        Reply fresh = asked.get(i);
        replies.add(fresh == null ? known.get(i).orElseThrow() : fresh);
      }
      return replies;
    }

    private Map<Integer, Reply> ask(List<Prompt> prompts, int repeat, List<Integer> places) {
      Map<Integer, Reply> answers = new TreeMap<>();
      if (places.isEmpty()) {
        return answers;
      }
      List<Reply> replies = responder.replies(places.stream().map(prompts::get).toList(), repeat);
      if (replies.size() != places.size()) {
        throw new CallFailed(
            "COUNT", replies.size() + " answers came to " + places.size() + " prompts");
      }
      for (int i = 0; i < places.size(); i++) {
        answers.put(places.get(i), replies.get(i));
      }
      return answers;
    }

    private String key(Prompt prompt, int repeat) {
      Hash hash = new Hash().add(VERSION).add(String.valueOf(repeat));
      deciding.forEach((name, value) -> hash.add(name).add(value));
      for (Message message : prompt.messages()) {
        hash.add(message.role().label()).add(message.content());
      }
      return hash.hex();
    }
  }
}
