/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-track-names.h"

#include <glib/gi18n.h>

#include "core/base/ct-program.h"

/* What @track is called after its program; NULL: it is not. */
static const char *
label_of (const CtEditTrack *track)
{
  return track->name[0] ? NULL : ct_program_label ((CtNaming) track->naming, track->program);
}

char *
ct_track_names_dup (const CtEditScore *score, gsize place)
{
  const CtEditTrack *track = &score->tracks[place];
  const char *label = label_of (track);
  guint n = 1;

  if (track->name[0])
    return g_strdup (track->name);
  if (!label)
    /* Translators: a track without a name of its own, called by its number */
    return g_strdup_printf (_ ("Track %d"), (int) place + 1);
  for (gsize i = 0; i < place; i++)
    n += g_strcmp0 (label_of (&score->tracks[i]), label) == 0;
  if (n == 1)
    return g_strdup (_ (label));
  /* Translators: the second or a further track that is called after the same instrument, such as "Violin 2" */
  return g_strdup_printf (_ ("%s %u"), _ (label), n);
}
