/**
 * What plugins are written against: the extension points {@link
 * dev.kaniko.ports.context.ContextSource} and {@link dev.kaniko.ports.credentials.CredentialHelper}
 * with the types in their signatures, and the {@link dev.kaniko.ports.spi.SpiVersion} of both. What
 * the executor brings along for these purposes goes through the same door.
 *
 * <p>The rules that hold for every extension:
 *
 * <ul>
 *   <li><b>Making one.</b> An extension is a public class, annotated with {@code
 *       org.pf4j.Extension}, with a public constructor that has either no parameter or one: a
 *       {@code Map<String, String>} with the variables of the executor's environment. The
 *       constructor opens nothing and asks nobody. An extension of a plugin is made when its
 *       location or registry is asked for, and never otherwise.
 *   <li><b>What it sees.</b> The JDK, the classes of this interface, {@code org.pf4j} and {@code
 *       org.slf4j}; those are always the executor's own, also if the plugin brings copies. All else
 *       comes from the plugin, whatever the executor itself uses.
 *   <li><b>Lifetime.</b> One instance serves one build and is not closed at its end; what has to be
 *       closed is returned ({@link dev.kaniko.ports.context.ContextContent.Archive}) or closed
 *       before a method returns.
 *   <li><b>Absence</b> is an answer ({@code false}, {@code Optional.empty()}) and means: ask
 *       another. It is never {@code null}.
 *   <li><b>Errors.</b> What the user has to mend is a {@link
 *       dev.kaniko.ports.context.ContextNotAvailable}; what the world did is an {@code IOException}
 *       whose message says what was asked of whom and what came back. Anything else thrown is taken
 *       for a fault of the plugin and shown with its name.
 *   <li><b>Secrets</b> stand in no message, no log and no {@code toString}. Locations are shown by
 *       {@link dev.kaniko.ports.context.ContextRequest#shownLocation()} alone.
 * </ul>
 */
package dev.kaniko.ports.spi;
