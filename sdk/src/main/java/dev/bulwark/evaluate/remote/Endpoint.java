package dev.bulwark.evaluate.remote;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where an OpenAI-compatible model answers. Naming it touches nothing.
 *
 * <pre>{@code
 * Endpoint.at(URI.create("http://localhost:11434/v1"), "llama3.2").key("MY_KEY")
 * }</pre>
 *
 * @param url the base that {@code /chat/completions} is appended to, http or https
 * @param model the model's name there
 * @param keyVariable the name of the environment variable that holds the key; never the key itself
 * @param limits how much may be asked of it
 */
public record Endpoint(URI url, String model, Optional<String> keyVariable, Limits limits) {

  /** Checks the address. */
  public Endpoint {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url is " + bare(url) + ", but must be an http or https address");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "url is " + bare(url) + " with a password, but must hold none; name a variable instead");
    }
    if (model.isBlank()) {
      throw new IllegalArgumentException("model is empty, but must be a name");
    }
  }

  /** An endpoint without a key and with the usual limits. */
  public static Endpoint at(URI url, String model) {
    return new Endpoint(url, model, Optional.empty(), Limits.defaults());
  }

  /** With a key that stands in the environment variable of that name. */
  public Endpoint key(String variable) {
    return new Endpoint(url, model, Optional.of(variable), limits);
  }

  /** With other limits. */
  public Endpoint limits(Limits other) {
    return new Endpoint(url, model, keyVariable, other);
  }

  /** The fingerprint of the model behind it: all that is known of it are its address and name. */
  public String fingerprint() {
    return Fingerprint.of(bare(url) + "\n" + model);
  }

  /** The address of chats. */
  URI chats() {
    String base = url.toString().replaceAll("/+$", "");
    return URI.create(base + "/chat/completions");
  }

  /** The address as messages show it, without what follows the path. */
  String place() {
    return bare(url);
  }

  /**
   * The key.
   *
   * @throws BadInput where the variable is not set
   */
  Optional<String> secret(Map<String, String> environment) {
    return keyVariable.map(
        name -> {
          String value = environment.getOrDefault(name, "");
          if (value.isBlank()) {
            throw new BadInput(
                "The environment variable " + name + " is not set",
                "key of " + place(),
                "Set it to the key of the endpoint");
          }
          return value.strip();
        });
  }

  private static String bare(URI url) {
    return url.toString().replaceAll("[?#].*", "").replaceAll("//[^/@]*@", "//");
  }
}
