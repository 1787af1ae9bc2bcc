/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#include "app/ct-application.h"
#include "ui/window/ct-paths.h"
#include "ui/window/ct-settings.h"

int
main (int argc, char **argv)
{
  g_autofree char *locale_folder = ct_paths_dup_locale_folder ();
  g_autoptr (CtApplication) application = NULL;

  setlocale (LC_ALL, ""); // NOLINT(concurrency-mt-unsafe): no other thread runs yet
  bindtextdomain (GETTEXT_PACKAGE, locale_folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Coloratura");
  if (!ct_settings_available ())
    {
      fputs (_ ("coloratura: the settings schema is not installed (set GSETTINGS_SCHEMA_DIR to its folder)\n"), stderr);
      return 1;
    }
  application = ct_application_new (0);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
