package dev.kaniko.e2e;

import dev.kaniko.e2e.difference.BuildWindow;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;

/**
 * What came of one builder's attempt at a case.
 *
 * @param name of the image in the registry, if there is one
 * @param window when it was tried
 */
record Attempt(ImageName name, Outcome outcome, BuildWindow window) {}
