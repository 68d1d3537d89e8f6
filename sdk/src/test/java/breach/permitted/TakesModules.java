package breach.permitted;

import com.google.inject.Module;

/** No breach: a front that takes modules. */
public record TakesModules(Module module) {}
