package dev.kurki.conf.input;

import java.io.File;
import java.net.URL;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;

/** Takes whatever a text would include for empty: a peer's text reaches no file, class path or address of this host. */
final class NoIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return ConfigFactory.empty().root();
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return ConfigFactory.empty().root();
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return ConfigFactory.empty().root();
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return ConfigFactory.empty().root();
  }
}
