/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decodes the bytes of a project file, which may come from anyone, into a project that is as valid as any other. */
#include <glib.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-file-name.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-cqt.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format-private.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-view.h"
#include "ui/support/ct-file-error.h"

#define MAX_TIME_S 1e6
#define MAX_NAME_BYTES 64
#define MAX_NOTE_ID (G_GUINT64_CONSTANT (1) << 53)
#define MAX_EMBEDDING 1.001f  /* of a vector of unit length */
#define OLD_EMBEDDING_SIZE 16 /* of version 1 */
#define OLD_BETA 32           /* its default */

static guint32
get_u32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

guint32
ct_project_format_version (const void *data, gsize size)
{
  const guint8 *bytes = data;

  if (size < 12 || memcmp (bytes, CT_PROJECT_MAGIC, 8) != 0)
    return 0;
  return get_u32 (bytes + 8);
}

static gboolean
hash_is_right (const guint8 *data, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize hash_size = sizeof hash;

  g_checksum_update (checksum, data + CT_PROJECT_HEADER_SIZE, (gssize) (size - CT_PROJECT_HEADER_SIZE));
  g_checksum_get_digest (checksum, hash, &hash_size);
  return memcmp (hash, data + 16, sizeof hash) == 0;
}

static gboolean
decode_notes (GVariant *dictionary, CtEditScore *score)
{
  g_autoptr (GVariant) owner = NULL;
  gsize n;
  const CtProjectNote *notes = ct_project_look_up_array (dictionary, "notes", CT_PROJECT_NOTES_TYPE, sizeof *notes,
                                                         CT_PROJECT_MAX_NOTES, &owner, &n);

  if (!notes || !ct_project_new_elements (n, sizeof *score->notes, &score->notes))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      CtEditNote *note = &score->notes[i];

      memset (note, 0, sizeof *note);
      *note = (CtEditNote){ .id = notes[i].id,
                            .onset_s = notes[i].onset_s,
                            .offset_s = notes[i].offset_s,
                            .confidence = (float) notes[i].confidence,
                            .origin_frame = notes[i].origin_frame,
                            .track = notes[i].track,
                            .origin_midi = notes[i].origin_midi,
                            .midi = notes[i].midi,
                            .velocity = notes[i].velocity,
                            .edited = notes[i].edited,
                            .uncertain = notes[i].uncertain != 0 };
    }
  score->n_notes = n;
  return TRUE;
}

/* Where the notes lay that were put on a grid; missing where none was. */
static gboolean
decode_heard (GVariant *dictionary, CtEditScore *score)
{
  g_autoptr (GVariant) any = g_variant_lookup_value (dictionary, "heard", NULL), owner = NULL;
  g_autoptr (GHashTable) notes = g_hash_table_new (g_int64_hash, g_int64_equal);
  gsize n;
  const CtProjectHeard *heard = ct_project_look_up_array (dictionary, "heard", CT_PROJECT_HEARD_TYPE, sizeof *heard,
                                                          score->n_notes, &owner, &n);

  if (!any || !heard)
    return !any;
  for (gsize i = 0; i < score->n_notes; i++)
    g_hash_table_insert (notes, &score->notes[i].id, &score->notes[i]);
  for (gsize i = 0; i < n; i++)
    {
      CtEditNote *note = g_hash_table_lookup (notes, &heard[i].id);

      if (!note || ct_edit_note_remembers (note))
        return FALSE;
      note->heard_onset_s = heard[i].onset_s;
      note->heard_offset_s = heard[i].offset_s;
    }
  return TRUE;
}

static gboolean
decode_track (GVariant *dictionary, CtEditTrack *track)
{
  const char *name;
  gboolean rgb_by_hand;

  memset (track, 0, sizeof *track);
  if (!ct_fields_read (&ct_project_track_fields, track, dictionary)
      || !g_variant_lookup (dictionary, "name", "&s", &name))
    return FALSE;
  ct_edit_track_set_name (track, name);
  /* missing in older projects */
  track->rgb_by_hand = g_variant_lookup (dictionary, "colour-by-hand", "b", &rgb_by_hand) && rgb_by_hand;
  g_variant_lookup (dictionary, "naming", "y", &track->naming);
  g_variant_lookup (dictionary, "recognition", "y", &track->recognition);
  g_variant_lookup (dictionary, "guess", "(uyy)", &track->guess.rgb, &track->guess.program, &track->guess.naming);
  return TRUE;
}

static gboolean
decode_tracks (GVariant *dictionary, CtEditScore *score)
{
  g_autoptr (GVariant) tracks = g_variant_lookup_value (dictionary, "tracks", G_VARIANT_TYPE ("aa{sv}"));
  gsize n = tracks ? g_variant_n_children (tracks) : 0;

  if (!tracks || n > CT_PROJECT_MAX_TRACKS || !ct_project_new_elements (n, sizeof *score->tracks, &score->tracks))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) track = g_variant_get_child_value (tracks, i);

      if (!decode_track (track, &score->tracks[i]))
        return FALSE;
      score->n_tracks++;
    }
  return TRUE;
}

static gboolean
decode_deleted (GVariant *dictionary, CtEditScore *score)
{
  g_autoptr (GVariant) owner = NULL;
  gsize n;
  const CtProjectDeleted *deleted = ct_project_look_up_array (dictionary, "deleted", CT_PROJECT_DELETED_TYPE,
                                                              sizeof *deleted, CT_PROJECT_MAX_NOTES, &owner, &n);

  if (!deleted || !ct_project_new_elements (n, sizeof *score->deleted, &score->deleted))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    score->deleted[i] = (CtDeletedNote){ deleted[i].origin_frame, deleted[i].origin_midi };
  score->n_deleted = n;
  return TRUE;
}

/* The options of version 1 had the sharpness of recall instead of a separation, which the same slider showed; those of
 * before December 2026 knew of no repetition. Transfer full. */
static GVariant *
upgrade_options (GVariant *options, guint32 version)
{
  GVariantDict dictionary;
  double beta = 0;

  g_variant_dict_init (&dictionary, options);
  if (version < 2 && g_variant_dict_lookup (&dictionary, "beta", "d", &beta))
    g_variant_dict_insert (&dictionary, "separation", "d", beta / OLD_BETA);
  if (!g_variant_dict_contains (&dictionary, "repetition"))
    g_variant_dict_insert (&dictionary, "repetition", "d", 0.0);
  return g_variant_ref_sink (g_variant_dict_end (&dictionary));
}

static gboolean
decode_options (GVariant *dictionary, guint32 version, CtTranscriberOptions *options)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "options", G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) upgraded = fields ? upgrade_options (fields, version) : NULL;

  return upgraded && ct_fields_read (&ct_project_options_fields, options, upgraded);
}

static gboolean
decode_score (GVariant *dictionary, guint32 version, CtEditScore *score)
{
  return decode_notes (dictionary, score) && decode_heard (dictionary, score) && decode_tracks (dictionary, score)
         && decode_deleted (dictionary, score) && decode_options (dictionary, version, &score->options)
         && ct_project_decode_tempo (dictionary, &score->tempo)
         && ct_project_decode_harmony (dictionary, &score->harmony)
         && ct_project_decode_percussion (dictionary, &score->percussion)
         && g_variant_lookup (dictionary, "next-note-id", "t", &score->next_note_id)
         && g_variant_lookup (dictionary, "next-track-id", "u", &score->next_track_id) && score->next_note_id > 0
         && score->next_note_id <= MAX_NOTE_ID && score->next_track_id > 0 && score->next_track_id <= G_MAXINT32
         && ct_edit_score_is_valid (score);
}

/* The bytes of a path or hash; NULL if there are none. */
static GBytes *
look_up_bytes (GVariant *dictionary, const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (dictionary, name, G_VARIANT_TYPE_BYTESTRING);

  return value ? g_variant_get_data_as_bytes (value) : NULL;
}

/* *@path is NULL if there is none. FALSE if no file system could have it. */
static gboolean
look_up_path (GVariant *dictionary, const char *name, char **path)
{
  g_autoptr (GBytes) bytes = look_up_bytes (dictionary, name);
  gsize size;
  const char *text;

  *path = NULL;
  if (!bytes)
    return TRUE;
  text = g_bytes_get_data (bytes, &size);
  if (size < 2 || size > CT_PROJECT_MAX_PATH || memchr (text, 0, size) != text + size - 1)
    return FALSE;
  *path = g_strdup (text);
  return TRUE;
}

static gboolean
decode_recording (GVariant *dictionary, CtRecording **out)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "recording", G_VARIANT_TYPE_VARDICT);
  g_autoptr (CtRecording) recording = NULL;
  g_autoptr (GBytes) hash = NULL;
  g_autofree char *path = NULL;
  const char *name;

  if (!fields)
    return TRUE;
  if (!look_up_path (fields, "path", &path) || !g_variant_lookup (fields, "name", "&s", &name))
    return FALSE;
  recording = ct_recording_new (path, 0, 0, 0);
  if (!ct_fields_read (&ct_project_recording_fields, recording, fields))
    return FALSE;
  /* before there was a choice, it was the first */
  if (g_variant_lookup (fields, "stream", "i", &recording->stream) && recording->stream < 1)
    return FALSE;
  g_free (recording->name);
  recording->name = ct_file_display_name (name);
  hash = look_up_bytes (fields, "sha256");
  if (hash)
    {
      if (g_bytes_get_size (hash) != sizeof recording->sha256
          || !g_variant_lookup (fields, "size", "t", &recording->n_bytes))
        return FALSE;
      memcpy (recording->sha256, g_bytes_get_data (hash, NULL), sizeof recording->sha256);
      recording->hashed = TRUE;
    }
  *out = g_steal_pointer (&recording);
  return TRUE;
}

static gboolean
decode_analysis (GVariant *fields, CtAnalysis *analysis)
{
  g_autoptr (GVariant) onset_owner = NULL, frame_owner = NULL;
  gsize n_onset, n_frame;
  guint64 n_frames;
  const guint8 *onset = ct_project_look_up_array (fields, "onset", "ay", 1, CT_PROJECT_MAX_BYTES, &onset_owner,
                                                  &n_onset);
  const guint8 *frame = ct_project_look_up_array (fields, "frame", "ay", 1, CT_PROJECT_MAX_BYTES, &frame_owner,
                                                  &n_frame);

  if (!onset || !frame || !g_variant_lookup (fields, "frames", "t", &n_frames)
      || !ct_fields_read (&ct_project_analysis_fields, analysis, fields))
    return FALSE;
  /* cannot overflow: there are no more frames than bytes in a file */
  if (n_frames > CT_PROJECT_MAX_BYTES || n_onset != n_frames * CT_N_PITCHES || n_frame != n_onset)
    return FALSE;
  if (ct_posteriorgram_new (n_frames, &analysis->posteriors) != CT_STATUS_OK)
    return FALSE;
  memcpy (analysis->posteriors->onset, onset, n_onset);
  memcpy (analysis->posteriors->frame, frame, n_frame);
  return TRUE;
}

static gboolean
candidate_is_valid (const CtProjectCandidate *candidate, const CtAnalysis *analysis)
{
  double frame = (candidate->onset_s - analysis->start_s) * CT_CQT_FRAME_RATE_HZ;

  return frame > -0.5 && frame < (double) analysis->posteriors->n_frames - 0.5
         && candidate->offset_s >= candidate->onset_s && candidate->offset_s <= 2 * MAX_TIME_S
         && candidate->confidence >= 0 && candidate->confidence <= 1 && candidate->track >= -1
         && candidate->track < CT_MAX_TRACKS && candidate->midi >= CT_MIDI_LOW && candidate->midi <= CT_MIDI_HIGH
         && candidate->velocity <= 127;
}

static gboolean
decode_candidates (GVariant *dictionary, const CtAnalysis *analysis, CtNote **out, gsize *n)
{
  g_autoptr (GVariant) owner = NULL;
  const CtProjectCandidate *candidates = ct_project_look_up_array (dictionary, "candidates", CT_PROJECT_CANDIDATES_TYPE,
                                                                   sizeof *candidates, CT_PROJECT_MAX_BYTES, &owner, n);

  if (!candidates || !ct_project_new_elements (*n, sizeof **out, out))
    return FALSE;
  for (gsize i = 0; i < *n; i++)
    {
      const CtProjectCandidate *from = &candidates[i];

      if (!candidate_is_valid (from, analysis) || (i > 0 && candidates[i - 1].onset_s > from->onset_s))
        return FALSE;
      (*out)[i] = (CtNote){ .onset_s = from->onset_s,
                            .offset_s = from->offset_s,
                            .confidence = (float) from->confidence,
                            .track = from->track,
                            .midi = from->midi,
                            .velocity = from->velocity,
                            .uncertain = from->uncertain != 0 };
    }
  return TRUE;
}

/* Those of version 1 are filled up with zeros: they can be compared with each other as before. */
static gboolean
decode_embeddings (GVariant *dictionary, guint32 version, gsize n_candidates, float **out)
{
  g_autoptr (GVariant) owner = NULL;
  const gsize width = version < 2 ? OLD_EMBEDDING_SIZE : CT_EMBEDDING_SIZE;
  gsize n;
  const guint32 *bits = ct_project_look_up_array (dictionary, "embeddings", "au", sizeof *bits, CT_PROJECT_MAX_BYTES,
                                                  &owner, &n);

  if (!bits || n != n_candidates * width
      || !ct_project_new_elements (n_candidates, CT_EMBEDDING_SIZE * sizeof **out, out))
    return FALSE;
  for (gsize i = 0; i < n_candidates; i++)
    {
      float *embedding = *out + i * CT_EMBEDDING_SIZE;

      memset (embedding, 0, CT_EMBEDDING_SIZE * sizeof *embedding);
      memcpy (embedding, bits + i * width, width * sizeof *embedding);
    }
  for (gsize i = 0; i < n_candidates * CT_EMBEDDING_SIZE; i++)
    if (!(fabsf ((*out)[i]) <= MAX_EMBEDDING))
      return FALSE;
  return TRUE;
}

/* The origins of notes must be among the frames of the analysis. */
static gboolean
origins_are_valid (const CtEditScore *score, gsize n_frames)
{
  for (gsize i = 0; i < score->n_notes; i++)
    if (score->notes[i].origin_frame >= (gint64) n_frames)
      return FALSE;
  for (gsize i = 0; i < score->n_deleted; i++)
    if (score->deleted[i].origin_frame >= (gint64) n_frames)
      return FALSE;
  return TRUE;
}

static gboolean
decode_evidence (GVariant *dictionary, guint32 version, CtProject *self)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "analysis", G_VARIANT_TYPE_VARDICT);
  CtAnalysis *analysis;
  CtNote *candidates = NULL;
  float *embeddings = NULL;
  gsize n = 0;
  gboolean valid;

  if (!fields)
    return TRUE;
  analysis = calloc (1, sizeof *analysis);
  if (!analysis)
    return FALSE;
  valid = decode_analysis (fields, analysis) && decode_candidates (dictionary, analysis, &candidates, &n)
          && decode_embeddings (dictionary, version, n, &embeddings)
          && origins_are_valid (self->score, analysis->posteriors->n_frames);
  /* freed with it if it is of no use */
  self->evidence = ct_evidence_new (analysis, candidates, embeddings, n);
  g_variant_lookup (dictionary, "encoder", "t", &self->evidence->encoder);
  return valid;
}

static gboolean
decode_view (GVariant *dictionary, CtProject *self)
{
  g_autoptr (GVariant) fields = g_variant_lookup_value (dictionary, "view", G_VARIANT_TYPE_VARDICT);
  CtProjectView *view = &self->view;

  if (!fields)
    return TRUE;
  if (!ct_fields_read (&ct_project_view_fields, view, fields) || !(view->view.start_s < view->view.end_s)
      || !(view->view.low_midi < view->view.high_midi))
    return FALSE;
  view->has_loop = g_variant_lookup (fields, "loop", "(dd)", &view->loop.start_s, &view->loop.end_s);
  if (view->has_loop
      && !(view->loop.start_s >= 0 && view->loop.start_s <= view->loop.end_s && view->loop.end_s <= MAX_TIME_S))
    return FALSE;
  self->has_view = TRUE;
  return TRUE;
}

static gboolean
decode_label (GVariant *dictionary, CtProject *self)
{
  CtFileStamp *stamp = &self->stamp;
  const char *title, *evidence;

  if (!look_up_path (dictionary, "original", &self->original))
    return FALSE;
  g_variant_lookup (dictionary, "stamp", "(ttxx)", &stamp->device, &stamp->inode, &stamp->size, &stamp->modified_ns);
  if (g_variant_lookup (dictionary, "evidence", "&s", &evidence))
    {
      char name[MAX_NAME_BYTES + 1];

      /* a plain name, not a path */
      if (ct_file_name_clean (evidence, strlen (evidence), CT_FILE_NAME_PORTABLE, MAX_NAME_BYTES, name) == 0
          || strcmp (name, evidence) != 0)
        return FALSE;
      self->evidence_name = g_strdup (evidence);
    }
  if (g_variant_lookup (dictionary, "title", "&s", &title))
    self->title = ct_file_display_name (title);
  g_variant_lookup (dictionary, "saved", "x", &self->saved_us);
  g_variant_lookup (dictionary, "left", "b", &self->left);
  return TRUE;
}

/* The dictionary in @bytes, whose hash was checked; NULL if there is none. */
static GVariant *
open_contents (GBytes *bytes)
{
  g_autoptr (GBytes) contents = g_bytes_new_from_bytes (bytes, CT_PROJECT_HEADER_SIZE,
                                                        g_bytes_get_size (bytes) - CT_PROJECT_HEADER_SIZE);
  g_autoptr (GVariant) dictionary = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, contents, FALSE));

  if (!g_variant_is_normal_form (dictionary))
    return NULL;
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    return g_variant_byteswap (dictionary);
  return g_steal_pointer (&dictionary);
}

static gboolean
check_header (GBytes *bytes, const char *path, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint32 version = ct_project_format_version (data, size);

  if (size >= 12 && version > CT_PROJECT_VERSION)
    {
      ct_file_error_set (error, CT_FILE_ERROR_NEWER, path,
                         _ ("made with a newer version of Coloratura; update to open it"));
      return FALSE;
    }
  if (version < 1)
    {
      ct_file_error_set (error, CT_FILE_ERROR_UNKNOWN_FORMAT, path, _ ("not a Coloratura project"));
      return FALSE;
    }
  if (size < CT_PROJECT_HEADER_SIZE || get_u32 (data + 12) != 0 || !hash_is_right (data, size))
    {
      ct_file_error_set (error, CT_FILE_ERROR_DAMAGED, path, _ ("the project is damaged or incomplete"));
      return FALSE;
    }
  return TRUE;
}

CtProject *
ct_project_decode (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (CtProject) self = NULL;
  g_autoptr (GVariant) dictionary = NULL;
  guint32 version;

  if (!check_header (bytes, path, error))
    return NULL;
  version = ct_project_format_version (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  self = ct_project_new ();
  dictionary = open_contents (bytes);
  if (!dictionary || !decode_score (dictionary, version, self->score)
      || !decode_recording (dictionary, &self->recording) || !decode_evidence (dictionary, version, self)
      || !decode_view (dictionary, self) || !decode_label (dictionary, self))
    {
      ct_file_error_set (error, CT_FILE_ERROR_DAMAGED, path, _ ("the project contains invalid values"));
      return NULL;
    }
  return g_steal_pointer (&self);
}
