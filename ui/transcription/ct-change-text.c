/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-change-text.h"

#include <glib/gi18n.h>

/* Takes @part, and appends it unless @n is 0. */
static void
add_part (GString *text, guint n, char *part)
{
  if (n > 0)
    {
      if (text->len > 0)
        /* Translators: between the parts of a list: 12 more notes, 3 fewer notes */
        g_string_append (text, _ (", "));
      g_string_append (text, part);
    }
  g_free (part);
}

char *
ct_change_text_dup (const CtRerunChange *change)
{
  GString *text = g_string_new (NULL);

  add_part (text, change->more,
            g_strdup_printf (ngettext ("%u more note", "%u more notes", change->more), change->more));
  add_part (text, change->fewer,
            g_strdup_printf (ngettext ("%u fewer note", "%u fewer notes", change->fewer), change->fewer));
  add_part (text, change->moved,
            g_strdup_printf (ngettext ("%u note on another track", "%u notes on another track", change->moved),
                             change->moved));
  add_part (text, change->changed,
            g_strdup_printf (ngettext ("%u note changed", "%u notes changed", change->changed), change->changed));
  add_part (text, change->more_tracks,
            g_strdup_printf (ngettext ("%u more track", "%u more tracks", change->more_tracks), change->more_tracks));
  add_part (text, change->fewer_tracks,
            g_strdup_printf (ngettext ("%u fewer track", "%u fewer tracks", change->fewer_tracks),
                             change->fewer_tracks));
  if (text->len == 0)
    g_string_append (text, _ ("No changes"));
  return g_string_free (text, FALSE);
}
