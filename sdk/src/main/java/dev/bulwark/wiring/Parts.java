package dev.bulwark.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.bulwark.backend.Backend;
import dev.bulwark.evaluate.Judge;
import java.util.List;

/**
 * The replaceable parts of the front: whatever a module binds takes the default's place.
 *
 * @param judge who judges answers
 * @param backend where work is carried out
 */
public record Parts(Judge judge, Backend backend) {

  /** Lets Guice build the parts. */
  @Inject
  public Parts {}

  /** The defaults, overridden by the modules. */
  public static Parts from(List<Module> modules) {
    return Guice.createInjector(Modules.override(new Defaults()).with(modules))
        .getInstance(Parts.class);
  }

  /** A module that puts a judge in the default's place. */
  public static Module judgedBy(Judge judge) {
    return binder -> binder.bind(Judge.class).toInstance(judge);
  }

  private static final class Defaults extends AbstractModule {
    @Override
    protected void configure() {
      bind(Judge.class).toInstance(Judge.standard());
      bind(Backend.class).toInstance(Backend.local());
    }
  }
}
