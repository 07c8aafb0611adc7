package dev.kaniko.plugin;

/** Calls into plugins: their libraries look for classes where the thread says. */
final class PluginThread {
  private PluginThread() {}

  /** What a plugin does; it may throw what its interface declares. */
  interface Call<T, E extends Exception, F extends Exception> {
    T call() throws E, F;
  }

  static <T, E extends Exception, F extends Exception> T in(ClassLoader loader, Call<T, E, F> call)
      throws E, F {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
