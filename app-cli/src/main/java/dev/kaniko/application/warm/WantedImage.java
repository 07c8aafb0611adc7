package dev.kaniko.application.warm;

import dev.kaniko.domain.image.ImageReference;
import dev.kaniko.domain.image.Platform;

/** An image that builds will ask for. */
public record WantedImage(ImageReference reference, Platform platform) {}
