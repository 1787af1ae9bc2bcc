/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encodes a project into the bytes of its file. */
#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-edit-tempo.h"
#include "core/transcribe/ct-transcriber.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format-private.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

static void
add (GVariantBuilder *builder, const char *name, GVariant *value)
{
  g_variant_builder_add (builder, "{sv}", name, value);
}

/* An array of elements of one size, laid out in memory as in the file. */
static GVariant *
new_array (const char *type, const void *elements, gsize n, gsize size)
{
  void *copy = g_memdup2 (elements, n * size);

  return g_variant_new_from_data (G_VARIANT_TYPE (type), copy, n * size, TRUE, g_free, copy);
}

/* The same without a copy: @owner keeps @data alive. */
static GVariant *
new_array_of_evidence (const char *type, const void *data, gsize size, const CtEvidence *owner)
{
  return g_variant_new_from_data (G_VARIANT_TYPE (type), data, size, TRUE, (GDestroyNotify) ct_evidence_unref,
                                  ct_evidence_ref ((CtEvidence *) owner));
}

static GVariant *
encode_notes (const CtEditScore *score)
{
  g_autofree CtProjectNote *notes = g_new0 (CtProjectNote, score->n_notes);

  for (gsize i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];

      notes[i] = (CtProjectNote){ .id = note->id,
                                  .onset_s = note->onset_s,
                                  .offset_s = note->offset_s,
                                  .confidence = (double) note->confidence,
                                  .origin_frame = note->origin_frame,
                                  .track = note->track,
                                  .origin_midi = note->origin_midi,
                                  .midi = note->midi,
                                  .velocity = note->velocity,
                                  .edited = note->edited,
                                  .uncertain = note->uncertain };
    }
  return new_array (CT_PROJECT_NOTES_TYPE, notes, score->n_notes, sizeof *notes);
}

/* Where the notes lay that were put on a grid; NULL: none was. */
static GVariant *
encode_heard (const CtEditScore *score)
{
  g_autoptr (GArray) heard = g_array_new (FALSE, FALSE, sizeof (CtProjectHeard));

  for (gsize i = 0; i < score->n_notes; i++)
    if (ct_edit_note_remembers (&score->notes[i]))
      {
        CtProjectHeard one = { score->notes[i].id, score->notes[i].heard_onset_s, score->notes[i].heard_offset_s };

        g_array_append_val (heard, one);
      }
  return heard->len ? new_array (CT_PROJECT_HEARD_TYPE, heard->data, heard->len, sizeof (CtProjectHeard)) : NULL;
}

static GVariant *
encode_guess (const CtTrackGuess *guess)
{
  return g_variant_new ("(uyy)", guess->rgb, guess->program, guess->naming);
}

static GVariant *
encode_tracks (const CtEditScore *score)
{
  GVariantBuilder tracks;

  g_variant_builder_init (&tracks, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; i < score->n_tracks; i++)
    {
      g_variant_builder_open (&tracks, G_VARIANT_TYPE_VARDICT);
      ct_fields_write (&ct_project_track_fields, &score->tracks[i], &tracks);
      add (&tracks, "name", g_variant_new_string (score->tracks[i].name));
      add (&tracks, "naming", g_variant_new_byte (score->tracks[i].naming));
      add (&tracks, "recognition", g_variant_new_byte (score->tracks[i].recognition));
      add (&tracks, "guess", encode_guess (&score->tracks[i].guess));
      add (&tracks, "colour-by-hand", g_variant_new_boolean (score->tracks[i].rgb_by_hand));
      g_variant_builder_close (&tracks);
    }
  return g_variant_builder_end (&tracks);
}

static GVariant *
encode_deleted (const CtEditScore *score)
{
  g_autofree CtProjectDeleted *deleted = g_new0 (CtProjectDeleted, score->n_deleted);

  for (gsize i = 0; i < score->n_deleted; i++)
    deleted[i] = (CtProjectDeleted){ .origin_frame = score->deleted[i].origin_frame,
                                     .origin_midi = score->deleted[i].origin_midi };
  return new_array (CT_PROJECT_DELETED_TYPE, deleted, score->n_deleted, sizeof *deleted);
}

static GVariant *
encode_fields (const CtFields *fields, const void *base)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (fields, base, &builder);
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_recording (const CtRecording *recording)
{
  GVariantBuilder builder;
  g_autofree char *name = g_utf8_make_valid (recording->name, -1);
  /* it may lie there again, as on a disk that is not connected now */
  const char *path = recording->path ? recording->path : recording->sought;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (&ct_project_recording_fields, recording, &builder);
  if (strlen (name) > CT_PROJECT_MAX_NAME)
    {
      /* for display only */
      char *shown = ct_file_display_name (name);

      g_free (name);
      name = shown;
    }
  add (&builder, "name", g_variant_new_string (name));
  if (path && strlen (path) < CT_PROJECT_MAX_PATH)
    add (&builder, "path", g_variant_new_bytestring (path));
  if (recording->stream > 0)
    add (&builder, "stream", g_variant_new_int32 (recording->stream));
  if (recording->hashed)
    {
      add (&builder, "sha256", new_array ("ay", recording->sha256, sizeof recording->sha256, 1));
      add (&builder, "size", g_variant_new_uint64 (recording->n_bytes));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_analysis (const CtEvidence *evidence)
{
  const CtPosteriorgram *posteriors = evidence->analysis->posteriors;
  gsize n_cells = posteriors->n_frames * CT_N_PITCHES;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (&ct_project_analysis_fields, evidence->analysis, &builder);
  add (&builder, "frames", g_variant_new_uint64 (posteriors->n_frames));
  add (&builder, "onset", new_array_of_evidence ("ay", posteriors->onset, n_cells, evidence));
  add (&builder, "frame", new_array_of_evidence ("ay", posteriors->frame, n_cells, evidence));
  return g_variant_builder_end (&builder);
}

static void
add_evidence (GVariantBuilder *project, const CtEvidence *evidence)
{
  gsize n = evidence->candidates && evidence->embeddings ? evidence->n_candidates : 0;
  g_autofree CtProjectCandidate *candidates = g_new0 (CtProjectCandidate, n);

  G_STATIC_ASSERT (sizeof (float) == sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    {
      const CtNote *note = &evidence->candidates[i];

      candidates[i] = (CtProjectCandidate){ .onset_s = note->onset_s,
                                            .offset_s = note->offset_s,
                                            .confidence = (double) note->confidence,
                                            .track = note->track,
                                            .midi = note->midi,
                                            .velocity = note->velocity,
                                            .uncertain = note->uncertain };
    }
  add (project, "analysis", encode_analysis (evidence));
  add (project, "candidates", new_array (CT_PROJECT_CANDIDATES_TYPE, candidates, n, sizeof *candidates));
  add (project, "embeddings",
       new_array_of_evidence ("au", n ? evidence->embeddings : NULL, n * CT_EMBEDDING_SIZE * sizeof (float), evidence));
  if (evidence->encoder)
    add (project, "encoder", g_variant_new_uint64 (evidence->encoder));
}

static GVariant *
encode_view (const CtProjectView *view)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (&ct_project_view_fields, view, &builder);
  if (view->has_loop)
    add (&builder, "loop", g_variant_new ("(dd)", view->loop.start_s, view->loop.end_s));
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_points (const CtTempoMap *map)
{
  gsize n;
  const CtTempoPoint *points = ct_tempo_map_points (map, &n);
  g_autofree CtProjectPoint *encoded = g_new0 (CtProjectPoint, n);

  for (gsize i = 0; i < n; i++)
    encoded[i] = (CtProjectPoint){ points[i].tick, points[i].time_s, points[i].fixed };
  return new_array (CT_PROJECT_POINTS_TYPE, encoded, n, sizeof *encoded);
}

static GVariant *
encode_meters (const CtTempoMap *map)
{
  gsize n;
  const CtMeter *meters = ct_tempo_map_meters (map, &n);
  g_autofree CtProjectMeter *encoded = g_new0 (CtProjectMeter, n);

  for (gsize i = 0; i < n; i++)
    encoded[i] = (CtProjectMeter){ meters[i].tick, (guint32) meters[i].numerator, (guint32) meters[i].denominator };
  return new_array (CT_PROJECT_METERS_TYPE, encoded, n, sizeof *encoded);
}

static GVariant *
encode_tempo (const CtEditTempo *tempo)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  ct_fields_write (&ct_project_tempo_fields, tempo, &builder);
  if (tempo->map)
    {
      add (&builder, "points", encode_points (tempo->map));
      add (&builder, "meters", encode_meters (tempo->map));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_keys (const CtHarmony *harmony)
{
  g_autofree CtProjectKey *encoded = g_new0 (CtProjectKey, harmony->n_keys);

  for (gsize i = 0; i < harmony->n_keys; i++)
    encoded[i] = (CtProjectKey){ harmony->keys[i].time_s,
                                 harmony->keys[i].key.fifths,
                                 harmony->keys[i].key.minor,
                                 { 0 } };
  return new_array (CT_PROJECT_KEYS_TYPE, encoded, harmony->n_keys, sizeof *encoded);
}

static GVariant *
encode_chords (const CtHarmony *harmony)
{
  g_autofree CtProjectChord *encoded = g_new0 (CtProjectChord, harmony->n_chords);

  for (gsize i = 0; i < harmony->n_chords; i++)
    {
      const CtChord *chord = &harmony->chords[i];

      encoded[i] = (CtProjectChord){ chord->start_s, chord->end_s, (guint8) chord->quality,
                                     chord->root,    chord->bass,  { 0 } };
    }
  return new_array (CT_PROJECT_CHORDS_TYPE, encoded, harmony->n_chords, sizeof *encoded);
}

static GVariant *
encode_harmony (const CtHarmony *harmony)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add (&builder, "keys", encode_keys (harmony));
  add (&builder, "chords", encode_chords (harmony));
  return g_variant_builder_end (&builder);
}

static GVariant *
encode_percussion (const CtPercussion *percussion)
{
  g_autofree CtProjectHit *encoded = g_new0 (CtProjectHit, percussion->n_hits);
  GVariantBuilder groups, builder;

  g_variant_builder_init (&groups, G_VARIANT_TYPE (CT_PROJECT_HIT_GROUPS_TYPE));
  for (gsize i = 0; i < percussion->n_groups; i++)
    {
      const CtHitGroup *group = &percussion->groups[i];

      g_variant_builder_add (&groups, "(sybb)", group->name, group->drum, group->mute, group->solo);
    }
  for (gsize i = 0; i < percussion->n_hits; i++)
    encoded[i] = (CtProjectHit){ percussion->hits[i].time_s,
                                 (double) percussion->hits[i].strength,
                                 percussion->hits[i].group,
                                 { 0 } };
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add (&builder, "groups", g_variant_builder_end (&groups));
  add (&builder, "hits", new_array (CT_PROJECT_HITS_TYPE, encoded, percussion->n_hits, sizeof *encoded));
  return g_variant_builder_end (&builder);
}

static void
add_score (GVariantBuilder *builder, const CtEditScore *score)
{
  GVariant *heard = encode_heard (score);

  add (builder, "notes", encode_notes (score));
  if (heard)
    add (builder, "heard", heard);
  add (builder, "tracks", encode_tracks (score));
  add (builder, "deleted", encode_deleted (score));
  add (builder, "options", encode_fields (&ct_project_options_fields, &score->options));
  add (builder, "next-note-id", g_variant_new_uint64 (score->next_note_id));
  add (builder, "next-track-id", g_variant_new_uint32 (score->next_track_id));
  if (score->tempo.sought)
    add (builder, "tempo", encode_tempo (&score->tempo));
  if (score->harmony.n_keys + score->harmony.n_chords > 0)
    add (builder, "harmony", encode_harmony (&score->harmony));
  if (score->percussion.n_groups > 0)
    add (builder, "percussion", encode_percussion (&score->percussion));
}

/* What a backup says of the project that it was made of, and of itself. */
static void
add_backup (GVariantBuilder *builder, const CtProject *self)
{
  if (self->original && strlen (self->original) < CT_PROJECT_MAX_PATH)
    {
      const CtFileStamp *stamp = &self->stamp;

      add (builder, "original", g_variant_new_bytestring (self->original));
      add (builder, "stamp", g_variant_new ("(ttxx)", stamp->device, stamp->inode, stamp->size, stamp->modified_ns));
    }
  if (self->evidence_name)
    add (builder, "evidence", g_variant_new_string (self->evidence_name));
  if (self->title)
    {
      g_autofree char *title = ct_file_display_name (self->title);

      add (builder, "title", g_variant_new_string (title));
    }
  if (self->saved_us)
    add (builder, "saved", g_variant_new_int64 (self->saved_us));
  if (self->left)
    add (builder, "left", g_variant_new_boolean (TRUE));
}

static GVariant *
encode (const CtProject *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_score (&builder, self->score);
  if (self->recording)
    add (&builder, "recording", encode_recording (self->recording));
  if (self->evidence)
    add_evidence (&builder, self->evidence);
  if (self->has_view)
    add (&builder, "view", encode_view (&self->view));
  add_backup (&builder, self);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
put_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* Header and contents in one piece. */
static GBytes *
pack (GVariant *contents)
{
  gsize size = g_variant_get_size (contents), hash_size = 32;
  guint8 *data = g_malloc0 (CT_PROJECT_HEADER_SIZE + size);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  memcpy (data, CT_PROJECT_MAGIC, 8); // NOLINT(bugprone-not-null-terminated-result): bytes, not a string
  put_u32 (data + 8, CT_PROJECT_VERSION);
  g_variant_store (contents, data + CT_PROJECT_HEADER_SIZE);
  g_checksum_update (checksum, data + CT_PROJECT_HEADER_SIZE, (gssize) size);
  g_checksum_get_digest (checksum, data + 16, &hash_size);
  return g_bytes_new_take (data, CT_PROJECT_HEADER_SIZE + size);
}

GBytes *
ct_project_encode (const CtProject *self, const char *path, GError **error)
{
  g_autoptr (GVariant) contents = NULL;
  const CtEditScore *score = self->score;

  /* never write what cannot be read back */
  if (!ct_edit_score_is_valid (score))
    {
      ct_file_error_set (error, CT_FILE_ERROR_FAILED, path,
                         _ ("the notes are in a state that cannot be saved; undo the last steps"));
      return NULL;
    }
  if (score->n_tracks > CT_PROJECT_MAX_TRACKS || score->n_notes > CT_PROJECT_MAX_NOTES
      || score->n_deleted > CT_PROJECT_MAX_NOTES)
    {
      ct_file_error_set (error, CT_FILE_ERROR_TOO_LARGE, path,
                         _ ("there are more notes or tracks than a project can hold"));
      return NULL;
    }
  contents = encode (self);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (contents);

      g_variant_unref (contents);
      contents = swapped;
    }
  if (g_variant_get_size (contents) > CT_PROJECT_MAX_BYTES - CT_PROJECT_HEADER_SIZE)
    {
      ct_file_error_set (error, CT_FILE_ERROR_TOO_LARGE, path, _ ("the recording is longer than a project can hold"));
      return NULL;
    }
  return pack (contents);
}
