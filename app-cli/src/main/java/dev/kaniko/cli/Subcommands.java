package dev.kaniko.cli;

/**
 * What the executor does beside building.
 *
 * @param examination is what {@code executor doctor} does
 * @param plugins is what {@code executor plugins} shows
 * @param logins is what {@code executor login} and {@code executor logout} do
 */
public record Subcommands(Examination examination, PluginListing plugins, Logins logins) {}
