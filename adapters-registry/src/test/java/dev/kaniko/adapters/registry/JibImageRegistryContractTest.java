package dev.kaniko.adapters.registry;

import dev.kaniko.ports.registry.ImageRegistry;

/** The contract holds for jib's registry client as well, as far as jib goes. */
class JibImageRegistryContractTest extends ImageRegistryContract {

  @Override
  ImageRegistry registry() {
    return new JibImageRegistry();
  }
}
