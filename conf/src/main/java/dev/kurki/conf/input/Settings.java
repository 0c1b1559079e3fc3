package dev.kurki.conf.input;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigMemorySize;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import org.jspecify.annotations.Nullable;

/**
 * One object of HOCON whose keys are known. Every method that reads throws {@link BadInput} with file, line and key when
 * the value is missing, of another type or out of range.
 */
public final class Settings {
  private final String path;
  private final ConfigObject object;

  private Settings(String path, ConfigObject object) {
    this.path = path;
    this.object = object;
  }

  /**
   * Reads a HOCON file, with {@code fallback} behind it.
   *
   * @throws BadInput when there is no such file or it is no HOCON
   */
  public static Config file(File file, Config fallback) {
    if (file.isDirectory()) {
      throw new BadInput(file + ": this is a folder, and has to be a file");
    }
    if (!file.isFile()) {
      throw new BadInput(file + ": there is no such file");
    }
    try {
      return ConfigFactory.parseFile(file).withFallback(fallback).resolve();
    } catch (ConfigException e) {
      throw unreadable(e, file.toString());
    }
  }

  /**
   * Reads a text of HOCON that stands alone: nothing is behind it or included, and no environment is asked.
   *
   * @param source by what messages call it
   * @throws BadInput when it is no HOCON
   */
  public static Settings text(String text, String source) {
    try {
      Config config = ConfigFactory.parseString(text,
          ConfigParseOptions.defaults().setOriginDescription(source).setIncluder(new NoIncluder()));
      return new Settings("", config.resolve(ConfigResolveOptions.noSystem()).root());
    } catch (ConfigException e) {
      throw unreadable(e, source);
    }
  }

  /**
   * Reads a text that may be anybody's: what it would include is taken for empty.
   *
   * @throws BadInput when it is no HOCON
   */
  public static Config parseAlone(String text) {
    try {
      return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setIncluder(new NoIncluder()));
    } catch (ConfigException e) {
      throw unreadable(e, "");
    }
  }

  /**
   * The object at a path.
   *
   * @throws BadInput when there is none
   */
  public static Settings at(Config config, String path) {
    if (!config.hasPath(path)) {
      throw new BadInput(place(config.origin(), "") + "the object \"" + path + "\" is missing");
    }
    ConfigValue value = config.getValue(path);
    if (value instanceof ConfigObject object) {
      return new Settings(path, object);
    }
    throw new BadInput(place(value.origin(), "") + path + " has to be an object { ... }");
  }

  /** All of a file's settings. */
  public static Settings root(Config config) {
    return new Settings("", config.root());
  }

  /** Where a key's value stands, {@code file:line}. */
  public String place(String key) {
    String place = place(value(key).origin(), "");
    return place.isEmpty() ? "" : place.substring(0, place.length() - ": ".length());
  }

  /** These settings with one more from the command line, which says so in messages. */
  public Settings with(String key, Object value, String option) {
    return new Settings(path, object.withValue(key, ConfigValueFactory.fromAnyRef(value, "option " + option)));
  }

  /**
   * These settings with an absolute path under a key, if it has one at all. A relative path belongs to the folder of the
   * file it stands in; one from the command line belongs to the working directory.
   */
  public Settings withAbsolutePath(String key) {
    if (!has(key)) {
      return this;
    }
    ConfigOrigin origin = value(key).origin();
    Path folder = origin.filename() == null ? Path.of("") : Path.of(origin.filename()).resolveSibling("");
    String absolute = folder.resolve(text(key)).toAbsolutePath().normalize().toString();
    return replace(key, absolute);
  }

  /** These settings with another text in the place of one. */
  public Settings replace(String key, String text) {
    return new Settings(path,
        object.withValue(key, ConfigValueFactory.fromAnyRef(text).withOrigin(value(key).origin())));
  }

  /** These settings without one. */
  public Settings without(String key) {
    return new Settings(path, object.withoutKey(key));
  }

  /**
   * Lets only these keys pass.
   *
   * @throws BadInput for the first other one
   */
  public Settings expectKeys(Set<String> known) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new BadInput(place(entry.getValue().origin(), "") + "unknown key \"" + pathOf(entry.getKey())
            + "\"; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
    return this;
  }

  /**
   * Lets only these keys pass, and asks for every one of them.
   *
   * @throws BadInput for the first other one, or one that is missing
   */
  public Settings expectExactly(Set<String> keys) {
    expectKeys(keys);
    new TreeSet<>(keys).forEach(this::value);
    return this;
  }

  /** Whether there is a value for a key; {@code null} is none. */
  public boolean has(String key) {
    @Nullable
    ConfigValue value = object.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** A text. */
  public String text(String key) {
    return read(key, Config::getString);
  }

  /** A text that may be left out. */
  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** A whole number within bounds. */
  public int number(String key, int least, int greatest) {
    return (int) longNumber(key, least, greatest);
  }

  /** A whole number within bounds, of 64 bits. */
  public long longNumber(String key, long least, long greatest) {
    long value = read(key, Config::getLong);
    if (value < least || value > greatest) {
      throw wrong(key, "has to be " + least + " to " + greatest + ", not " + value);
    }
    return value;
  }

  /** A truth: {@code true} or {@code false}, {@code on} or {@code off}. */
  public boolean flag(String key) {
    return read(key, Config::getBoolean);
  }

  /** A size such as {@code 128 MiB}, in bytes. */
  public long bytes(String key) {
    ConfigMemorySize size = read(key, Config::getMemorySize);
    return size.toBytes();
  }

  /** An address: decimal, or hexadecimal behind {@code 0x}. */
  public long address(String key) {
    String text = text(key);
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw wrong(key, "has to be an address such as \"0x10000000\", not \"" + text + "\"");
    }
  }

  /** One of an enum's constants, written in lower case. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    String text = text(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw wrong(key, "has to be one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
        + ", not \"" + text + "\"");
  }

  /** The object under a key. */
  public Settings object(String key) {
    ConfigValue value = value(key);
    if (value instanceof ConfigObject inner) {
      return new Settings(pathOf(key), inner);
    }
    throw wrong(key, "has to be an object { ... }");
  }

  /** The objects of a list; none when the key is missing. */
  public List<Settings> objects(String key) {
    if (!has(key)) {
      return List.of();
    }
    if (!(value(key) instanceof ConfigList list)) {
      throw wrong(key, "has to be a list [ ... ]");
    }
    List<Settings> objects = new ArrayList<>();
    for (ConfigValue value : list) {
      if (!(value instanceof ConfigObject inner)) {
        throw new BadInput(place(value.origin(), "") + pathOf(key) + " has to hold objects { ... }");
      }
      objects.add(new Settings(pathOf(key) + "[" + objects.size() + "]", inner));
    }
    return objects;
  }

  /** The whole numbers of a list; none when the key is missing. */
  public List<Integer> numbers(String key) {
    return has(key) ? read(key, Config::getIntList) : List.of();
  }

  /** The texts of a list; none when the key is missing. */
  public List<String> texts(String key) {
    return has(key) ? read(key, Config::getStringList) : List.of();
  }

  /** The names of the values that are here. */
  public Set<String> keys() {
    return object.keySet();
  }

  /** What is wrong with a key's value, with the place where it stands. */
  public BadInput wrong(String key, String what) {
    return new BadInput(place(value(key).origin(), "") + pathOf(key) + " " + what);
  }

  /** What is wrong with all of it, with the place where it begins. */
  public BadInput wrong(String what) {
    return new BadInput(place(object.origin(), "") + what);
  }

  /** The settings as HOCON on one line, for another node to read. */
  public String render() {
    return object.render(ConfigRenderOptions.concise());
  }

  private <T> T read(String key, BiFunction<Config, String, T> reader) {
    value(key);
    try {
      return reader.apply(object.toConfig(), ConfigUtil.joinPath(key));
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw wrong(key, "is of the wrong kind: " + value(key).render());
    }
  }

  private ConfigValue value(String key) {
    @Nullable
    ConfigValue value = object.get(key);
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      throw new BadInput(place(object.origin(), "") + "the key \"" + pathOf(key) + "\" is missing");
    }
    return value;
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** One line of an error of the HOCON parser, which begins with the place in words of its own. */
  private static BadInput unreadable(ConfigException e, String source) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    String own = e.origin() == null ? "" : e.origin().description() + ": ";
    return new BadInput(
        place(e.origin(), source) + (message.startsWith(own) ? message.substring(own.length()) : message));
  }

  private static String place(@Nullable ConfigOrigin origin, String otherwise) {
    if (origin == null) {
      return otherwise.isEmpty() ? "" : otherwise + ": ";
    }
    String file = origin.filename() != null ? origin.filename() : origin.withLineNumber(-1).description();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() + ": " : file + ": ";
  }
}
