package dev.kurki.conf.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way imports may run: conf, then migration, cpu and devices, then actors. */
@AnalyzeClasses(packages = "dev.kurki", importOptions = DoNotIncludeTests.class)
class ImportRulesTest {
  @ArchTest
  static final ArchRule ACTORS_KNOW_NOBODY = noClasses().that().resideInAPackage("dev.kurki.actors..").should()
      .dependOnClassesThat()
      .resideInAnyPackage("dev.kurki.cpu..", "dev.kurki.devices..", "dev.kurki.migration..", "dev.kurki.conf..");

  @ArchTest
  static final ArchRule THE_CPU_KNOWS_ACTORS_ONLY = noClasses().that().resideInAPackage("dev.kurki.cpu..").should()
      .dependOnClassesThat().resideInAnyPackage("dev.kurki.devices..", "dev.kurki.migration..", "dev.kurki.conf..");

  @ArchTest
  static final ArchRule DEVICES_KNOW_ACTORS_ONLY = noClasses().that().resideInAPackage("dev.kurki.devices..").should()
      .dependOnClassesThat().resideInAnyPackage("dev.kurki.cpu..", "dev.kurki.migration..", "dev.kurki.conf..");

  @ArchTest
  static final ArchRule MIGRATION_KNOWS_ACTORS_ONLY = noClasses().that().resideInAPackage("dev.kurki.migration..")
      .should().dependOnClassesThat().resideInAnyPackage("dev.kurki.cpu..", "dev.kurki.devices..", "dev.kurki.conf..");

  @ArchTest
  static final ArchRule THE_HART_KNOWS_NO_ACTOR = noClasses().that()
      .resideInAnyPackage("dev.kurki.cpu.hart..", "dev.kurki.cpu.isa..", "dev.kurki.cpu.floatingpoint..").should()
      .dependOnClassesThat().resideInAnyPackage("org.apache.pekko..");

  @ArchTest
  static final ArchRule DEVICES_KNOW_NO_ACTOR = noClasses().that().resideInAPackage("dev.kurki.devices..").should()
      .dependOnClassesThat().resideInAnyPackage("org.apache.pekko..");

  @ArchTest
  static final ArchRule PACKAGES_RUN_IN_NO_CIRCLE = slices().matching("dev.kurki.(*).(*)..").should().beFreeOfCycles();
}
