/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-paths.h"

char *
ct_paths_dup_data_file (const char *name)
{
  const char *folder = g_getenv ("COLORATURA_DATA_DIR");

  return g_build_filename (folder && *folder ? folder : CT_DATA_DIR, name, NULL);
}

char *
ct_paths_dup_locale_folder (void)
{
  const char *folder = g_getenv ("COLORATURA_LOCALE_DIR");

  return g_strdup (folder && *folder ? folder : CT_LOCALE_DIR);
}
