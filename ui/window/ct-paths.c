/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-paths.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"

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

/* Whether a person would look for work of theirs in @folder: not beside the demo, nor where nothing can be written. */
static gboolean
is_for_work (GFile *folder)
{
  g_autofree char *demo_path = ct_paths_dup_data_file ("demo.flac");
  g_autoptr (GFile) demo = g_file_new_for_path (demo_path);

  return !g_file_has_parent (demo, folder) && g_access (g_file_peek_path (folder), W_OK | X_OK) == 0;
}

GFile *
ct_paths_find_work_folder (CtDocument *document)
{
  CtRecording *recording = ct_document_get_recording (document);
  GFile *project = ct_document_get_file (document);
  const char *music = g_get_user_special_dir (G_USER_DIRECTORY_MUSIC);
  g_autofree char *path = recording && recording->path ? g_path_get_dirname (recording->path) : NULL;
  g_autoptr (GFile) folder = path ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFile) own = project ? g_file_get_parent (project) : NULL;

  if (own && is_for_work (own))
    return g_steal_pointer (&own);
  if (folder && is_for_work (folder))
    return g_steal_pointer (&folder);
  return g_file_new_for_path (music ? music : g_get_home_dir ());
}
