/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-note-text.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-selection.h"
#include "ui/support/ct-value-text.h"

/* A note whose pitch is called @pitch. */
static char *
dup_note (CtSession *session, const CtEditNote *note, const char *pitch)
{
  g_autofree char *time = ct_value_text_dup_time (note->onset_s);
  g_autofree char *track = ct_document_dup_track_name (ct_session_get_document (session), note->track);

  if (note->uncertain)
    /* Translators: a note that the program is not sure of; pitch, start, length in seconds, track, velocity */
    return g_strdup_printf (_ ("%s, uncertain, at %s, %.2f s long, %s, velocity %d"), pitch, time,
                            note->offset_s - note->onset_s, track, note->velocity);
  /* Translators: a note; pitch, start, length in seconds, track, velocity */
  return g_strdup_printf (_ ("%s at %s, %.2f s long, %s, velocity %d"), pitch, time, note->offset_s - note->onset_s,
                          track, note->velocity);
}

char *
ct_note_text_dup_description (CtSession *session, const CtEditNote *note)
{
  g_autofree char *pitch = ct_pitch_text_dup (session, note->midi, note->onset_s);

  return dup_note (session, note, pitch);
}

char *
ct_note_text_dup_spoken_description (CtSession *session, const CtEditNote *note)
{
  g_autofree char *pitch = ct_pitch_text_dup_spoken (session, note->midi, note->onset_s);

  return dup_note (session, note, pitch);
}

/* The selection, a single note of which @describe describes. */
static char *
dup_selection (CtSession *session, char *(*describe) (CtSession *, const CtEditNote *) )
{
  guint n;
  g_autofree guint64 *ids = ct_selection_dup (ct_session_get_selection (session), &n);

  if (n == 0)
    return NULL;
  if (n == 1)
    return describe (session, ct_document_get_note (ct_session_get_document (session), ids[0]));
  return g_strdup_printf (ngettext ("%u note selected", "%u notes selected", n), n);
}

char *
ct_note_text_dup_selection (CtSession *session)
{
  return dup_selection (session, ct_note_text_dup_description);
}

char *
ct_note_text_dup_spoken_selection (CtSession *session)
{
  return dup_selection (session, ct_note_text_dup_spoken_description);
}

char *
ct_note_text_dup_grid (const CtNoteGrid *grid)
{
  /* dotted, triplets, quintuplets, swing */
  static const char *const suffixes[CT_N_NOTE_GRIDS] = { "", ".", "T", "Q", "S" };

  return g_strdup_printf ("1/%d%s", grid->division, suffixes[grid->kind]);
}

char *
ct_note_text_dup_spoken (CtSession *session)
{
  g_autofree char *text = ct_note_text_dup_spoken_selection (session);
  g_autofree guint64 *ids = NULL;
  const CtEditNote *note;
  guint n;

  ids = ct_selection_dup (ct_session_get_selection (session), &n);
  note = n == 1 ? ct_document_get_note (ct_session_get_document (session), ids[0]) : NULL;
  if (!note || note->confidence >= 1)
    return g_steal_pointer (&text);
  /* Translators: the description of a note, and how sure the program is of it */
  return g_strdup_printf (_ ("%s, confidence %d %%"), text, (int) round (100 * (double) note->confidence));
}
