package dev.kurki.conf.node;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import dev.kurki.conf.input.BadInput;
import dev.kurki.migration.file.FileParameters;
import dev.kurki.migration.source.MigrationParameters;
import dev.kurki.migration.wire.WireSecurity;

/** What an operator wants of one migration or of one file, laid over what the node's file says of all. */
final class Wishes {
  private static final String FILE = "kurki.migration.file";

  private final Config common;
  private final WireSecurity security;

  /** Over the section {@code kurki.migration} of a node's configuration, and how the node secures streams. */
  Wishes(Config common, WireSecurity security) {
    this.common = common;
    this.security = security;
  }

  /**
   * The parameters of one migration.
   *
   * @param wishes values by the names of {@code kurki.migration}, as HOCON has them
   * @throws BadInput when a name is not among those that can be set for one migration, or a value is not of its kind
   */
  MigrationParameters with(Map<String, String> wishes) {
    return over("a migration", common, wishes, MigrationParameters.OF_ONE_MIGRATION,
        all -> MigrationParameters.from(all, security));
  }

  /**
   * The parameters of one save.
   *
   * @param config a node's configuration
   * @param wishes values by the names of {@code kurki.migration.file}, as HOCON has them
   * @throws BadInput when a name is not among those that can be set for one save, or a value is not of its kind
   */
  static FileParameters ofSave(Config config, Map<String, String> wishes) {
    return over("a save", config.getConfig(FILE), wishes, FileParameters.OF_ONE_SAVE, FileParameters::from);
  }

  /**
   * The parameters of one restore.
   *
   * @param config a node's configuration
   * @param wishes values by the names of {@code kurki.migration.file}, as HOCON has them
   * @throws BadInput when a name is not among those that can be set for one restore, or a value is not of its kind
   */
  static FileParameters ofRestore(Config config, Map<String, String> wishes) {
    return over("a restore", config.getConfig(FILE), wishes, FileParameters.OF_ONE_RESTORE, FileParameters::from);
  }

  private static <P> P over(String what, Config common, Map<String, String> wishes, Set<String> names,
      Function<Config, P> read) {
    check(wishes, names, what + " has no parameter ");
    Config all = common;
    for (Map.Entry<String, String> wish : wishes.entrySet()) {
      all = all.withValue(wish.getKey(), value(wish));
    }
    try {
      return read.apply(all);
    } catch (ConfigException e) {
      throw new BadInput("a parameter of " + what.replace("a ", "the ") + " is not as it has to be: " + e.getMessage());
    }
  }

  /**
   * Checks what is to be changed while a migration is under way.
   *
   * @throws BadInput when a name is not among those that can be
   */
  static void checkUnderWay(Map<String, String> wishes) {
    check(wishes, MigrationParameters.OF_ONE_UNDER_WAY, "a migration that is under way cannot be changed in ");
  }

  private static void check(Map<String, String> wishes, Set<String> known, String complaint) {
    for (String name : wishes.keySet()) {
      if (!known.contains(name)) {
        throw new BadInput(complaint + name + "; there are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private static ConfigValue value(Map.Entry<String, String> wish) {
    try {
      return ConfigFactory.parseString("wish = " + wish.getValue()).getValue("wish");
    } catch (ConfigException e) {
      throw new BadInput("the parameter " + wish.getKey() + " has no value that can be read: " + wish.getValue());
    }
  }
}
