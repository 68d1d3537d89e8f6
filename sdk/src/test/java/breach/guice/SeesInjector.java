package breach.guice;

import com.google.inject.Injector;

/** A front that sees more of Guice than its modules. */
public record SeesInjector(Injector injector) {}
