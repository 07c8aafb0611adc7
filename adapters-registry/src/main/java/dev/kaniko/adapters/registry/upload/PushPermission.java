package dev.kaniko.adapters.registry.upload;

import dev.kaniko.adapters.registry.client.RegistryConnection;
import dev.kaniko.adapters.registry.client.RegistryConnections;
import dev.kaniko.adapters.registry.client.Repository;
import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.ports.failure.RegistryFailure;
import java.io.IOException;

/** Finds out whether pushes will be allowed, by beginning one and taking it back. */
public final class PushPermission {
  private PushPermission() {}

  /**
   * @throws RegistryFailure when the registry does not let us begin
   */
  public static void check(RegistryConnections connections, Repository repository) {
    Purpose purpose = repository.purpose("push");
    RegistryConnection connection = connections.to(repository.registry(), Access.PUSH);
    UploadSession session = UploadSession.start(connection, repository, purpose);
    try (HttpAnswer answer = connection.sendOnce(session.request("DELETE"))) {
      connections.listener().debug("trial upload to " + repository + " ended: " + answer.status());
    } catch (IOException | RegistryFailure e) {
      // Registries forget abandoned uploads; some do not know how to cancel one.
      connections
          .listener()
          .debug("the trial upload to " + repository + " was not cancelled: " + e.getMessage());
    }
  }
}
