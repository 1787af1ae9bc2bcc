/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-playback-source-private.h"

#include <glib-object.h>
#include <glib/gi18n.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-recording.h"

struct _CtPlaybackSource
{
  CtPlayer *player;
  CtDocument *document;
  CtRecording *opened; /* by the player; NULL: none */
  gboolean unreadable; /* it was open, and can no longer be read */
  GArray *sent;        /* guint32: the ids of the tracks sent last, which the player knows by their index */
  gsize n_sent_groups; /* of hits, which are further tracks to it */
  CtPlaybackSourceFailed failed;
  gpointer data;
};

/* The tracks, and behind them the groups of drum hits. */
static CtPlayerTrack *
player_tracks (const CtEditScore *score, gsize *n)
{
  const CtPercussion *percussion = &score->percussion;
  CtPlayerTrack *tracks = g_new0 (CtPlayerTrack, score->n_tracks + percussion->n_groups + 1);

  *n = MIN (score->n_tracks + percussion->n_groups, CT_PLAYER_MAX_TRACKS);
  for (gsize i = 0; i < percussion->n_groups; i++)
    tracks[score->n_tracks + i] = (CtPlayerTrack){ .volume = 1,
                                                   .mute = percussion->groups[i].mute,
                                                   .solo = percussion->groups[i].solo };
  for (gsize i = 0; i < score->n_tracks; i++)
    tracks[i] = (CtPlayerTrack){ .volume = score->tracks[i].volume,
                                 .pan = score->tracks[i].pan,
                                 .mute = score->tracks[i].mute,
                                 .solo = score->tracks[i].solo,
                                 .synthesised = score->tracks[i].synthesised,
                                 .program = score->tracks[i].program };
  return tracks;
}

static void
send_score (CtPlaybackSource *self)
{
  const CtEditScore *score = ct_document_get_score (self->document);
  const CtPercussion *percussion = &score->percussion;
  g_autofree CtNote *notes = g_new0 (CtNote, score->n_notes + percussion->n_hits + 1);
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
  for (gsize i = 0; i < percussion->n_hits; i++)
    notes[score->n_notes + i] = ct_hit_to_note (&percussion->hits[i],
                                                (int) (score->n_tracks + percussion->hits[i].group));
  self->n_sent_groups = percussion->n_groups;
  g_array_set_size (self->sent, 0);
  for (gsize i = 0; i < score->n_tracks; i++)
    g_array_append_val (self->sent, score->tracks[i].id);
  if (ct_player_set_score (self->player, notes, score->n_notes + percussion->n_hits, tracks, n_tracks) != CT_STATUS_OK)
    self->failed (_ ("Not enough memory to play the notes"), self->data);
}

/* The hits of the groups that are heard. */
static void
send_hits (CtPlaybackSource *self)
{
  const CtEditScore *score = ct_document_get_score (self->document);
  const CtPercussion *percussion = &score->percussion;
  g_autofree CtPlayerHit *hits = g_new (CtPlayerHit, percussion->n_hits + 1);
  gsize n = 0;

  for (gsize i = 0; i < percussion->n_hits; i++)
    if (ct_edit_score_group_is_heard (score, percussion->hits[i].group))
      hits[n++] = (CtPlayerHit){ percussion->hits[i].time_s, percussion->hits[i].strength,
                                 percussion->groups[percussion->hits[i].group].drum };
  if (ct_player_set_hits (self->player, hits, n) != CT_STATUS_OK)
    self->failed (_ ("Not enough memory to play the notes"), self->data);
}

static gboolean
has_sent_tracks_of (CtPlaybackSource *self, const CtEditScore *score)
{
  if (score->n_tracks != self->sent->len || score->percussion.n_groups != self->n_sent_groups)
    return FALSE;
  for (gsize i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].id != g_array_index (self->sent, guint32, i))
      return FALSE;
  return TRUE;
}

/* Sends only how the tracks sound, unless they were added, removed or moved. */
static void
send_tracks (CtPlaybackSource *self)
{
  const CtEditScore *score = ct_document_get_score (self->document);
  g_autofree CtPlayerTrack *tracks = NULL;
  gsize n_tracks;

  if (!has_sent_tracks_of (self, score))
    {
      send_score (self);
      return;
    }
  tracks = player_tracks (score, &n_tracks);
  ct_player_set_tracks (self->player, tracks, n_tracks);
}

static void
send_beats (CtPlaybackSource *self)
{
  if (ct_player_set_tempo_map (self->player, ct_document_get_tempo_map (self->document)) != CT_STATUS_OK)
    self->failed (_ ("Not enough memory to play the beats"), self->data);
}

static void
on_changed (CtPlaybackSource *self, guint changes)
{
  if (changes & CT_DOCUMENT_TEMPO)
    send_beats (self);
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_PERCUSSION))
    send_score (self);
  else if (changes & CT_DOCUMENT_TRACKS)
    send_tracks (self);
  if (changes & (CT_DOCUMENT_TRACKS | CT_DOCUMENT_PERCUSSION))
    send_hits (self);
}

static void
say_failed (CtPlaybackSource *self, const CtRecording *recording, CtStatus status)
{
  /* Translators: the name of a file, then why */
  g_autofree char *text = g_strdup_printf (_ ("“%s” cannot be played: %s"), recording->name,
                                           _ (ct_status_string (status)));

  self->failed (text, self->data);
}

/* Returns what keeps the recording from being played. */
static CtStatus
open_recording (CtPlaybackSource *self)
{
  CtRecording *recording = self->document ? ct_document_get_recording (self->document) : NULL;
  const char *path = recording ? recording->path : NULL;
  int stream = recording ? recording->stream : 0;
  CtStatus status;

  if (self->opened && recording && g_strcmp0 (self->opened->path, path) == 0 && self->opened->stream == stream)
    return CT_STATUS_OK;
  g_clear_pointer (&self->opened, ct_recording_unref);
  self->unreadable = FALSE;
  status = ct_player_open (self->player, path, stream);
  if (status == CT_STATUS_OK && recording)
    self->opened = ct_recording_ref (recording);
  return status;
}

/* A recording that is not there is looked for elsewhere, and asked for where it is not found: that is not said twice.
 */
static void
on_recording (CtPlaybackSource *self)
{
  CtStatus status = open_recording (self);

  if (status != CT_STATUS_OK && status != CT_STATUS_NOT_FOUND)
    say_failed (self, ct_document_get_recording (self->document), status);
}

void
ct_playback_source_fail (CtPlaybackSource *self, CtStatus status)
{
  self->unreadable = TRUE;
  if (self->opened)
    say_failed (self, self->opened, status);
}

void
ct_playback_source_retry (CtPlaybackSource *self)
{
  double position_s = ct_player_position_s (self->player);
  CtStatus status;

  if (!self->unreadable)
    return;
  g_clear_pointer (&self->opened, ct_recording_unref);
  status = open_recording (self);
  if (status != CT_STATUS_OK)
    say_failed (self, ct_document_get_recording (self->document), status);
  self->unreadable = !self->opened;
  ct_player_seek (self->player, position_s);
}

static void
forget_document (CtPlaybackSource *self)
{
  if (self->document)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

void
ct_playback_source_set_document (CtPlaybackSource *self, CtDocument *document)
{
  forget_document (self);
  g_set_object (&self->document, document);
  on_recording (self);
  if (!document)
    return;
  g_signal_connect_swapped (document, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (document, "notify::recording", G_CALLBACK (on_recording), self);
  send_score (self);
  send_beats (self);
  send_hits (self);
}

CtPlaybackSource *
ct_playback_source_new (CtPlayer *player, CtPlaybackSourceFailed failed, gpointer data)
{
  CtPlaybackSource *self = g_new0 (CtPlaybackSource, 1);

  self->player = player;
  self->sent = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->failed = failed;
  self->data = data;
  return self;
}

void
ct_playback_source_free (CtPlaybackSource *self)
{
  forget_document (self);
  g_clear_pointer (&self->opened, ct_recording_unref);
  g_array_unref (self->sent);
  g_free (self);
}
