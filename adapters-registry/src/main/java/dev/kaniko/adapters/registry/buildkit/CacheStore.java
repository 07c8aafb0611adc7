package dev.kaniko.adapters.registry.buildkit;

import dev.kaniko.domain.image.Descriptor;
import dev.kaniko.ports.layer.Blob;
import java.util.Optional;

/** Where the documents and layers of one cache are. Nothing that it gives is believed. */
interface CacheStore {

  /** For people. */
  String name();

  /**
   * The document that the cache's name stands for.
   *
   * @throws dev.kaniko.ports.failure.BuildFailure when there is none, or it is too large
   */
  byte[] named();

  /** A manifest that an index names; its bytes are checked. */
  byte[] manifest(Descriptor descriptor);

  /**
   * A config; its bytes are checked.
   *
   * @param largest more bytes are refused
   */
  byte[] config(Descriptor descriptor, int largest);

  /** A layer, whose bytes are checked when they are read. Empty when it is known to be missing. */
  Optional<Blob> layer(Descriptor descriptor);
}
