package dev.bulwark.model;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * A frozen base model that several roles share: policy, reference, critic and reward models. Its
 * weights are in memory once, inside the kernels, matrices in the type that products run in; a role
 * adds its adapter, and a score head where it has one.
 *
 * <p>Roles of one base take turns; neither it nor they are safe for use by several threads at once.
 */
public final class Base implements AutoCloseable {
  private final Engine engine;
  private final Source source;

  private Base(Engine engine, Source source) {
    this.engine = engine;
    this.source = source;
  }

  /** Loads a base, one weight after the other. */
  public static Base of(DecoderShape shape, Compute compute, Source source) {
    return new Base(Engine.resident(shape, compute, source), source);
  }

  /** The base as it is: a reference policy. Nothing of it is trainable. */
  public Decoder plain() {
    return role(Adapter.Plan.NONE, Adapter.drawn(0));
  }

  /** The same, parting from others at a layer: see {@link Trunk}. */
  public Decoder plain(int from) {
    return role(Adapter.Plan.NONE.from(from), Adapter.drawn(0));
  }

  /** A role with a fresh adapter, which changes nothing yet; the seed draws it. */
  public Decoder role(Adapter.Plan plan, long seed) {
    return role(plan, Adapter.drawn(seed));
  }

  /** A role with an adapter from elsewhere. */
  public Decoder role(Adapter.Plan plan, Source adapter) {
    return Decoder.sharing(engine, source, plan, adapter);
  }

  /** A role with an adapter and a score head, {@code [1, hidden]}: a critic or a reward model. */
  public Decoder scorer(Adapter.Plan plan, Source adapterAndHead) {
    return Decoder.sharing(engine, source, plan, adapterAndHead).scoring(adapterAndHead);
  }

  /** The shape of the base. */
  public DecoderShape shape() {
    return engine.shape();
  }

  /** Bytes of the weights that the roles share. */
  public long bytes() {
    try (NDManager scope = engine.manager().newSubManager()) {
      return engine.call(scope, "resident", List.of(scope.create(0L))).getLong();
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
