/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-harmony-edits.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-harmony.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-beat-lines.h"

static const CtHarmony *
set_by_hand (CtSession *session)
{
  return &ct_document_get_score (ct_session_get_document (session))->harmony;
}

/* Makes @harmony the document's in a step. */
static void
put (CtSession *session, const CtHarmony *harmony, const char *name)
{
  CtDocument *document = ct_session_get_document (session);

  ct_document_begin (document, name);
  ct_document_set_harmony (document, harmony);
  ct_document_commit (document);
}

/* The same with @made (taken), as long as there was memory. */
static void
take (CtSession *session, CtStatus status, CtHarmony *made, const char *name)
{
  if (status != CT_STATUS_OK)
    g_error ("%s", ct_status_string (status)); /* as GLib does where memory ends */
  put (session, made, name);
  ct_harmony_clear (made);
}

void
ct_harmony_edits_set_key (CtSession *session, const CtKey *key)
{
  CtKeyChange change = { .fixed = TRUE };
  CtHarmony harmony;

  g_return_if_fail (CT_IS_SESSION (session));
  if (key)
    change.key = *key;
  harmony = *set_by_hand (session);
  harmony.keys = &change;
  harmony.n_keys = key ? 1 : 0;
  put (session, &harmony, key ? _ ("Set Key") : _ ("Find Key"));
}

double
ct_harmony_edits_bar_start (CtSession *session, double time_s)
{
  const CtTempoMap *map;
  double start_s, end_s;

  g_return_val_if_fail (CT_IS_SESSION (session), 0);
  map = ct_document_get_tempo_map (ct_session_get_document (session));
  if (!map)
    return floor (time_s);
  ct_beat_lines_bar_at (map, time_s, &start_s, &end_s);
  return MAX (start_s, 0);
}

void
ct_harmony_edits_set_key_from (CtSession *session, double time_s, const CtKey *key)
{
  CtHarmony made;

  g_return_if_fail (CT_IS_SESSION (session));
  take (session,
        ct_edit_harmony_set_key (set_by_hand (session), ct_harmony_edits_bar_start (session, time_s), key, &made),
        &made, key ? _ ("Set Key") : _ ("Find Key"));
}

void
ct_harmony_edits_set_chord (CtSession *session, const CtTimeSpan *span, const CtChord *chord)
{
  CtHarmony made;

  g_return_if_fail (CT_IS_SESSION (session));
  g_return_if_fail (span->end_s > span->start_s);
  take (session, ct_edit_harmony_set_chord (set_by_hand (session), span, chord, &made), &made,
        chord ? _ ("Set Chord") : _ ("Find Chord"));
}

void
ct_harmony_edits_reset_chords (CtSession *session)
{
  CtHarmony harmony;

  g_return_if_fail (CT_IS_SESSION (session));
  harmony = *set_by_hand (session);
  harmony.n_chords = 0;
  put (session, &harmony, _ ("Find Chords"));
}

void
ct_harmony_edits_follow (CtDocument *document, const CtTempoMap *before)
{
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  CtHarmony moved;

  if (ct_harmony_copy (&ct_document_get_score (document)->harmony, &moved) != CT_STATUS_OK)
    g_error ("%s", ct_status_string (CT_STATUS_NO_MEMORY)); /* as GLib does where memory ends */
#define MOVE(time_s) time_s = MAX (ct_tempo_map_time_at (map, ct_tempo_map_tick_at (before, time_s)), 0)
  for (gsize i = 0; i < moved.n_keys; i++)
    MOVE (moved.keys[i].time_s);
  for (gsize i = 0; i < moved.n_chords; i++)
    {
      MOVE (moved.chords[i].start_s);
      MOVE (moved.chords[i].end_s);
    }
#undef MOVE
  /* what beats have squeezed into nothing stays where it was */
  if (ct_harmony_is_valid (&moved))
    ct_document_set_harmony (document, &moved);
  ct_harmony_clear (&moved);
}
