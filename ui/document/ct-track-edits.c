/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document/ct-track-edits.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/ct-program.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-rescore-evidence.h"
#include "core/transcribe/ct-track-colours.h"
#include "ui/document/ct-evidence.h"
#include "ui/support/ct-track-palette.h"

static const CtTrackColours colours = { ct_track_palette, CT_TRACK_PALETTE_SIZE };

static gboolean
is_among (const guint32 *tracks, guint n, guint32 track)
{
  for (guint i = 0; i < n; i++)
    if (tracks[i] == track)
      return TRUE;
  return FALSE;
}

guint32
ct_track_edits_find_locked (CtDocument *document, const guint32 *tracks, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const CtEditTrack *track = ct_document_get_track (document, tracks[i]);

      if (track && track->locked)
        return track->id;
    }
  return 0;
}

gboolean
ct_track_edits_get_flag (const CtEditTrack *track, CtTrackFlag flag)
{
  switch (flag)
    {
    case CT_TRACK_VISIBLE:
      return track->visible;
    case CT_TRACK_MUTE:
      return track->mute;
    case CT_TRACK_SOLO:
      return track->solo;
    case CT_TRACK_LOCKED:
      return track->locked;
    default:
      g_return_val_if_reached (FALSE);
    }
}

guint32
ct_track_edits_add (CtDocument *document, int place)
{
  const CtEditScore *score = ct_document_get_score (document);
  CtEditTrack track;
  guint32 id;

  ct_edit_track_init (&track, 0, ct_track_colours_next (&colours, score->tracks, score->n_tracks));
  ct_document_begin (document, _ ("Add Track"));
  id = ct_document_add_track (document, &track, place);
  ct_document_commit (document);
  return id;
}

guint64 *
ct_track_edits_dup_notes (CtDocument *document, const guint32 *tracks, guint n, guint *n_notes)
{
  const CtEditScore *score = ct_document_get_score (document);
  guint64 *ids = g_new (guint64, score->n_notes + 1);

  *n_notes = 0;
  for (gsize i = 0; i < score->n_notes; i++)
    if (is_among (tracks, n, score->notes[i].track))
      ids[(*n_notes)++] = score->notes[i].id;
  return ids;
}

static void
move_note (CtDocument *document, guint64 id, guint32 track)
{
  CtEditNote note = *ct_document_get_note (document, id);

  note.track = track;
  ct_edit_note_hold_track (&note);
  ct_document_set_note (document, &note);
}

gboolean
ct_track_edits_remove (CtDocument *document, const guint32 *tracks, guint n, guint32 heir)
{
  g_autofree guint64 *notes = NULL;
  g_autofree char *name = NULL;
  guint n_notes;

  g_return_val_if_fail (heir == 0 || ct_document_get_track (document, heir), FALSE);
  if (n == 0 || is_among (tracks, n, heir))
    return FALSE;
  name = g_strdup_printf (ngettext ("Remove Track", "Remove %u Tracks", n), n);
  notes = ct_track_edits_dup_notes (document, tracks, n, &n_notes);
  ct_document_begin (document, name);
  for (guint i = 0; i < n_notes; i++)
    if (heir)
      move_note (document, notes[i], heir);
    else
      ct_document_delete_note (document, notes[i]);
  for (guint i = 0; i < n; i++)
    ct_document_remove_track (document, tracks[i]);
  ct_document_commit (document);
  return TRUE;
}

void
ct_track_edits_rename (CtDocument *document, guint32 id, const char *name)
{
  CtEditTrack track = *ct_document_get_track (document, id);
  g_autofree char *stripped = g_strdup (name);

  ct_edit_track_set_name (&track, g_strstrip (stripped));
  /* a hand named it; who takes a recognised name away says that it was wrong */
  if (track.recognition == CT_RECOGNITION_DONE)
    track.recognition = track.name[0] ? CT_RECOGNITION_NONE : CT_RECOGNITION_REFUSED;
  track.guess = (CtTrackGuess){ 0 };
  ct_document_begin (document, _ ("Rename Track"));
  ct_document_set_track (document, &track);
  ct_document_commit (document);
}

void
ct_track_edits_refuse (CtDocument *document, guint32 id)
{
  const CtEditScore *score = ct_document_get_score (document);
  CtEditTrack track = *ct_document_get_track (document, id);

  if (track.recognition != CT_RECOGNITION_DONE)
    return;
  ct_edit_track_unrecognise (&track);
  track.recognition = CT_RECOGNITION_REFUSED;
  /* another track may have taken the color that this one had */
  for (gsize i = 0; i < score->n_tracks && !track.rgb_by_hand; i++)
    if (score->tracks[i].id != id && score->tracks[i].rgb == track.rgb)
      {
        track.rgb = ct_track_colours_next (&colours, score->tracks, score->n_tracks);
        break;
      }
  ct_document_begin (document, _ ("Refuse Recognized Name"));
  ct_document_set_track (document, &track);
  ct_document_commit (document);
}

void
ct_track_edits_set_colour (CtDocument *document, guint32 id, guint32 rgb)
{
  CtEditTrack track = *ct_document_get_track (document, id);

  track.rgb = rgb & 0xffffff;
  track.rgb_by_hand = TRUE;
  ct_document_begin (document, _ ("Change Track Color"));
  ct_document_set_track (document, &track);
  ct_document_commit (document);
}

void
ct_track_edits_set_program (CtDocument *document, const guint32 *tracks, guint n, guint program)
{
  g_return_if_fail (program < 128);

  ct_document_begin (document, _ ("Change Instrument"));
  for (guint i = 0; i < n; i++)
    {
      CtEditTrack track = *ct_document_get_track (document, tracks[i]);

      track.program = (guint8) program;
      track.program_by_hand = TRUE;
      track.naming = CT_NAMING_PROGRAM;
      ct_document_set_track (document, &track);
    }
  ct_document_commit (document);
}

static void
set_locked (CtDocument *document, const guint32 *tracks, guint n, gboolean locked)
{
  ct_document_begin (document, locked ? _ ("Lock Track") : _ ("Unlock Track"));
  for (guint i = 0; i < n; i++)
    {
      CtEditTrack track = *ct_document_get_track (document, tracks[i]);

      track.locked = locked;
      ct_document_set_track (document, &track);
    }
  ct_document_commit (document);
}

void
ct_track_edits_set_flag (CtDocument *document, const guint32 *tracks, guint n, CtTrackFlag flag, gboolean on)
{
  g_autofree CtEditTrack *changed = NULL;

  if (flag == CT_TRACK_LOCKED)
    {
      set_locked (document, tracks, n, on);
      return;
    }
  changed = g_new (CtEditTrack, n);
  for (guint i = 0; i < n; i++)
    {
      changed[i] = *ct_document_get_track (document, tracks[i]);
      if (flag == CT_TRACK_VISIBLE)
        changed[i].visible = on;
      else if (flag == CT_TRACK_MUTE)
        changed[i].mute = on;
      else
        changed[i].solo = on;
    }
  ct_document_listen (document, changed, n);
}

/* Puts @track into the document, as part of a step before that changed the same (@what) of the same track. */
static void
set_sound (CtDocument *document, const CtEditTrack *track, const char *name, const char *what)
{
  g_autofree char *key = g_strdup_printf ("%s-%u", what, track->id);

  ct_document_begin_coalesced (document, name, key);
  ct_document_set_track (document, track);
  ct_document_commit (document);
}

void
ct_track_edits_set_volume (CtDocument *document, guint32 id, double volume)
{
  CtEditTrack track = *ct_document_get_track (document, id);

  track.volume = (float) CLAMP (volume, 0, 2);
  set_sound (document, &track, _ ("Change Track Volume"), "volume");
}

void
ct_track_edits_set_pan (CtDocument *document, guint32 id, double pan)
{
  CtEditTrack track = *ct_document_get_track (document, id);

  track.pan = (float) CLAMP (pan, -1, 1);
  /* Translators: a step, how far left or right a track is heard */
  set_sound (document, &track, _ ("Pan Track"), "pan");
}

void
ct_track_edits_set_synthesised (CtDocument *document, guint32 id, gboolean synthesised)
{
  CtEditTrack track = *ct_document_get_track (document, id);

  track.synthesised = synthesised;
  ct_document_begin (document, synthesised ? _ ("Play Track as Notes") : _ ("Play Track From Recording"));
  ct_document_set_track (document, &track);
  ct_document_commit (document);
}

/* The ids of all tracks in the order shown. */
static guint32 *
dup_order (CtDocument *document, guint *n)
{
  const CtEditScore *score = ct_document_get_score (document);
  guint32 *ids = g_new (guint32, score->n_tracks + 1);

  *n = (guint) score->n_tracks;
  for (guint i = 0; i < *n; i++)
    ids[i] = score->tracks[i].id;
  return ids;
}

void
ct_track_edits_show_all (CtDocument *document)
{
  const CtEditScore *score = ct_document_get_score (document);
  g_autofree CtEditTrack *tracks = g_memdup2 (score->tracks, score->n_tracks * sizeof *tracks);

  for (gsize i = 0; i < score->n_tracks; i++)
    {
      tracks[i].visible = true;
      tracks[i].solo = false;
    }
  ct_document_listen (document, tracks, (guint) score->n_tracks);
}

/* Brings the tracks into @order, which names all. */
static void
set_order (CtDocument *document, const guint32 *order, guint n, guint n_moved)
{
  g_autofree char *name = g_strdup_printf (ngettext ("Move Track", "Move %u Tracks", n_moved), n_moved);

  ct_document_begin (document, name);
  for (guint i = 0; i < n; i++)
    if (ct_document_get_score (document)->tracks[i].id != order[i])
      ct_document_move_track (document, order[i], (int) i);
  ct_document_commit (document);
}

void
ct_track_edits_reorder (CtDocument *document, const guint32 *tracks, guint n, int place)
{
  guint n_all, n_others = 0, n_moved = 0, at;
  g_autofree guint32 *order = dup_order (document, &n_all);
  g_autofree guint32 *moved = g_new (guint32, n_all + 1);

  for (guint i = 0; i < n_all; i++)
    if (is_among (tracks, n, order[i]))
      moved[n_moved++] = order[i];
    else
      order[n_others++] = order[i];
  at = place < 0 ? n_others : MIN ((guint) place, n_others);
  memmove (order + at + n_moved, order + at, (n_others - at) * sizeof *order);
  memcpy (order + at, moved, n_moved * sizeof *order);
  set_order (document, order, n_all, n_moved);
}

void
ct_track_edits_shift (CtDocument *document, const guint32 *tracks, guint n, gboolean down)
{
  guint n_all;
  g_autofree guint32 *order = dup_order (document, &n_all);

  for (guint step = 1; step < n_all; step++)
    {
      guint from = down ? n_all - 1 - step : step, to = down ? from + 1 : from - 1;

      if (is_among (tracks, n, order[from]) && !is_among (tracks, n, order[to]))
        {
          guint32 other = order[to];

          order[to] = order[from];
          order[from] = other;
        }
    }
  set_order (document, order, n_all, n);
}

/* The one of @tracks with the most notes; of equals the first in the order shown. */
static guint32
find_largest (CtDocument *document, const guint32 *tracks, guint n)
{
  guint n_all, most = 0;
  g_autofree guint32 *order = dup_order (document, &n_all);
  guint32 largest = 0;

  for (guint i = 0; i < n_all; i++)
    {
      guint count = is_among (tracks, n, order[i]) ? ct_document_count_notes (document, order[i]) : 0;

      if (is_among (tracks, n, order[i]) && (!largest || count > most))
        {
          largest = order[i];
          most = count;
        }
    }
  return largest;
}

guint32
ct_track_edits_merge (CtDocument *document, const guint32 *tracks, guint n)
{
  g_autofree guint64 *notes = NULL;
  g_autofree char *name = NULL;
  guint n_notes;
  guint32 stays;

  if (n < 2)
    return 0;
  stays = find_largest (document, tracks, n);
  notes = ct_track_edits_dup_notes (document, tracks, n, &n_notes);
  name = g_strdup_printf (ngettext ("Merge %u Track", "Merge %u Tracks", n), n);
  ct_document_begin (document, name);
  for (guint i = 0; i < n_notes; i++)
    move_note (document, notes[i], stays);
  for (guint i = 0; i < n; i++)
    if (tracks[i] != stays)
      ct_document_remove_track (document, tracks[i]);
  ct_document_commit (document);
  return stays;
}

guint
ct_track_edits_move_notes (CtDocument *document, const guint64 *ids, guint n, guint32 track)
{
  g_autofree char *name = g_strdup_printf (ngettext ("Move %u Note to Track", "Move %u Notes to Track", n), n);
  g_autofree guint64 *moving = g_new (guint64, n + 1);
  guint n_moving = 0;

  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (document, ids[i]);

      if (note && note->track != track && !ct_document_get_track (document, note->track)->locked)
        moving[n_moving++] = ids[i];
    }
  if (n_moving == 0)
    return 0;
  ct_document_begin (document, name);
  if (track == 0)
    track = ct_track_edits_add (document, -1);
  for (guint i = 0; i < n_moving; i++)
    move_note (document, moving[i], track);
  ct_document_commit (document);
  return n_moving;
}

/* As GLib does where memory ends. */
static void
check (CtStatus status)
{
  if (status != CT_STATUS_OK)
    g_error ("%s", ct_status_string (status));
}

CtTrackSplit *
ct_track_edits_new_split (CtDocument *document, const guint64 *ids, guint n)
{
  CtEvidence *heard = ct_document_get_evidence (document);
  CtRescoreEvidence evidence = heard ? ct_evidence_for_rescore (heard) : (CtRescoreEvidence){ 0 };
  CtTrackSplit *split;

  check (ct_track_split_new (ct_document_get_score (document), heard ? &evidence : NULL, ids, n, &split));
  return split;
}

CtEditScore *
ct_track_edits_preview_split (CtDocument *document, const CtTrackSplit *split)
{
  CtEditScore *preview;

  check (ct_track_split_preview (split, ct_document_get_score (document), &colours, &preview));
  return preview;
}

guint
ct_track_edits_split (CtDocument *document, const CtTrackSplit *split)
{
  CtEditScore *preview = ct_track_edits_preview_split (document, split);
  gsize n_before = ct_document_get_score (document)->n_tracks;
  guint n_new;

  if (!preview)
    return 0;
  ct_document_begin (document, ct_track_split_is_off (split) ? _ ("Move to New Track") : _ ("Split Track"));
  ct_document_apply_score (document, preview);
  ct_document_commit (document);
  n_new = (guint) (preview->n_tracks - n_before);
  ct_edit_score_free (preview);
  return n_new;
}
