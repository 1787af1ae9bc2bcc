/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-recent.h"

#define GROUP "coloratura-song"

void
ct_recent_add (GFile *file)
{
  /* GTK looks at the first byte of the first pointer instead of at the pointer, and where that is 0, as that of every
   * 256th address is, it takes no group at all (gtk_recent_manager_add_full() of 4.8) */
  static char names[2][sizeof GROUP] = { GROUP, GROUP };
  char *groups[] = { names[((guintptr) names[0] & 0xff) == 0], NULL };
  g_autofree char *uri = g_file_get_uri (file), *name = g_file_get_basename (file);
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *mime_type = g_content_type_get_mime_type (type);
  GtkRecentData data = { .mime_type = mime_type ? mime_type : (char *) "application/octet-stream",
                         .app_name = (char *) g_get_application_name (),
                         .app_exec = (char *) "coloratura %u",
                         .groups = groups };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

gboolean
ct_recent_is_song (GtkRecentInfo *info)
{
  return gtk_recent_info_has_group (info, GROUP) && gtk_recent_info_is_local (info) && gtk_recent_info_exists (info);
}
