package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.registry.testkit.RecordingListener;
import dev.kaniko.ports.registry.ImageRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class RegistriesContractTest extends ImageRegistryContract {
  private final Registries registries =
      new Registries(RegistryOptions.strict("kaniko/test"), List.of(), new RecordingListener());

  @Override
  ImageRegistry registry() {
    return registries;
  }

  @AfterEach
  void close() {
    registries.close();
  }
}
