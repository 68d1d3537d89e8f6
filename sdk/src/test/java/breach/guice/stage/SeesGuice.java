package breach.guice.stage;

import com.google.inject.Guice;
import com.google.inject.Injector;

/** A stage that builds its own parts. */
final class SeesGuice {
  Injector parts() {
    return Guice.createInjector();
  }
}
