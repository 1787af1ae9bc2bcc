/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine's player is told of a score. It names tracks by their place, so those that were told are remembered.
 */
#include "ui/transport/ct-playback-private.h"

#include <glib.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "core/transcribe/ct-edit-score.h"

static CtPlayerTrack *
player_tracks (const CtEditScore *score, gsize *n)
{
  CtPlayerTrack *tracks = g_new0 (CtPlayerTrack, score->n_tracks + 1);

  *n = MIN (score->n_tracks, CT_PLAYER_MAX_TRACKS);
  for (gsize i = 0; i < *n; i++)
    tracks[i] = (CtPlayerTrack){ .volume = score->tracks[i].volume,
                                 .pan = score->tracks[i].pan,
                                 .mute = score->tracks[i].mute,
                                 .solo = score->tracks[i].solo,
                                 .synthesised = score->tracks[i].synthesised,
                                 .program = score->tracks[i].program };
  return tracks;
}

CtStatus
ct_playback_send_score (CtPlayer *player, const CtEditScore *score, GArray *sent)
{
  g_autofree CtNote *notes = g_new0 (CtNote, score->n_notes + 1);
  gsize n_tracks;
  g_autofree CtPlayerTrack *tracks = player_tracks (score, &n_tracks);

  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];

      notes[i] = (CtNote){ .onset_s = note->onset_s,
                           .offset_s = note->offset_s,
                           .confidence = note->confidence,
                           .track = (int16_t) ct_edit_score_track_index (score, note->track),
                           .midi = note->midi,
                           .velocity = note->velocity,
                           .uncertain = note->uncertain };
    }
  g_array_set_size (sent, 0);
  for (gsize i = 0; i < score->n_tracks; i++)
    g_array_append_val (sent, score->tracks[i].id);
  return ct_player_set_score (player, notes, score->n_notes, tracks, n_tracks);
}

static gboolean
are_same_tracks (const CtEditScore *score, const GArray *sent)
{
  if (score->n_tracks != sent->len)
    return FALSE;
  for (gsize i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].id != g_array_index (sent, guint32, i))
      return FALSE;
  return TRUE;
}

gboolean
ct_playback_send_tracks (CtPlayer *player, const CtEditScore *score, const GArray *sent)
{
  g_autofree CtPlayerTrack *tracks = NULL;
  gsize n_tracks;

  if (!are_same_tracks (score, sent))
    return FALSE;
  tracks = player_tracks (score, &n_tracks);
  ct_player_set_tracks (player, tracks, n_tracks);
  return TRUE;
}
