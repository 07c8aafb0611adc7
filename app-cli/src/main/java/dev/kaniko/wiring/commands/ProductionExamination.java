package dev.kaniko.wiring.commands;

import dev.kaniko.adapters.credentials.docker.DockerConfigProbe;
import dev.kaniko.adapters.registry.Registries;
import dev.kaniko.adapters.registry.RegistryProbe;
import dev.kaniko.adapters.registry.names.CapturedResolverProvider;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.adapters.rootfs.diagnosis.ProcessProbe;
import dev.kaniko.adapters.rootfs.diagnosis.RootProbe;
import dev.kaniko.adapters.rootfs.diagnosis.WorkDirectoryProbe;
import dev.kaniko.application.doctor.Diagnosis;
import dev.kaniko.application.doctor.Doctor;
import dev.kaniko.cli.doctor.DoctorOptions;
import dev.kaniko.cli.doctor.Examination;
import dev.kaniko.cli.log.ConsoleListener;
import dev.kaniko.cli.log.Log;
import dev.kaniko.cli.log.LogFormat;
import dev.kaniko.cli.log.LogLevel;
import dev.kaniko.cli.process.Surroundings;
import dev.kaniko.plugin.Extensions;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.wiring.isolation.Container;
import dev.kaniko.wiring.isolation.IsolationProbe;
import dev.kaniko.wiring.parts.ChosenCredentialHelpers;
import dev.kaniko.wiring.parts.Distribution;
import dev.kaniko.wiring.parts.ProductionPlugins;
import dev.kaniko.wiring.parts.RegistryAccess;
import java.util.ArrayList;
import java.util.List;

/** Examines the machine with the real probes. */
public final class ProductionExamination implements Examination {

  @Override
  public Diagnosis of(DoctorOptions options, Surroundings surroundings) {
    CapturedResolverProvider.capture();
    Container container =
        new Container(Distribution.home(surroundings), surroundings.environment());
    List<Probe> probes = new ArrayList<>();
    probes.add(new ProcessProbe());
    probes.add(new RootProbe());
    probes.add(new WorkDirectoryProbe(options.workDirectory()));
    probes.add(new DockerConfigProbe(surroundings.environment()));
    RegistryOptions registryOptions =
        RegistryAccess.options(options.registryFlags(), surroundings.environment());
    ConsoleListener listener = listener(surroundings);
    try (Extensions extensions =
            new ProductionPlugins()
                .open(List.of(), options.workDirectory(), surroundings, listener);
        Registries registries =
            new Registries(
                registryOptions,
                ChosenCredentialHelpers.of(
                    extensions, options.registryFlags().pull.credentialHelpers),
                listener)) {
      options
          .registry()
          .map(
              registry ->
                  new RegistryProbe(
                      registry,
                      registryOptions,
                      options.destination().map(registries::destination)))
          .ifPresent(probes::add);
      return new Doctor(
              probes, new IsolationProbe(options.workDirectory(), container, options.isolation()))
          .examine();
    }
  }

  /** Says nothing but what goes wrong: the findings are the output. */
  static ConsoleListener listener(Surroundings surroundings) {
    Log log =
        new Log(
            surroundings.err(),
            surroundings.terminal(),
            LogFormat.TEXT,
            LogLevel.ERROR,
            false,
            surroundings.clock());
    return new ConsoleListener(log, surroundings.out(), surroundings.err(), surroundings.clock());
  }
}
