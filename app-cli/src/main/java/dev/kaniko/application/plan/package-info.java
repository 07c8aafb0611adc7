/** Which stages a build needs, what each stands on, and what they cannot do yet. */
package dev.kaniko.application.plan;
