/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Remembers @file, a song that was opened or saved, on the desktop's list of recent files. */
void ct_recent_add (GFile *file);
/* Whether @info is one of them, and still there: not what was exported, which file choosers put on the list. */
gboolean ct_recent_is_song (GtkRecentInfo *info);

G_END_DECLS
