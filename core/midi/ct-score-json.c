/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-score-json.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-chord.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-tempo-map.h"
#include "core/base/ct-utf8.h"
#include "core/midi/ct-csv-private.h"

#define DIGITS 12 /* of a time below 10^9 s with thousandths */
#define REPLACEMENT "\xEF\xBF\xBD"

/* All functions that make a value return NULL without memory; a value that is NULL is not put anywhere, and put() says
 * so. */

static bool
put (json_t *object, const char *key, json_t *value)
{
  return json_object_set_new (object, key, value) == 0;
}

static json_t *
thousandths (double value)
{
  return json_real ((double) ct_csv_thousandths (value) / 1000);
}

/* @text with U+FFFD in place of every byte that is no UTF-8: names of files may be anything. */
static json_t *
any_text (const char *text)
{
  json_t *value = json_string (text);
  char *valid, *end;

  if (value)
    return value;
  valid = end = malloc (strlen (text) * strlen (REPLACEMENT) + 1);
  if (!valid)
    return NULL;
  while (*text)
    {
      uint32_t code;
      size_t length = ct_utf8_read (text, strnlen (text, CT_UTF8_LONGEST), &code);

      end = length > 0 ? mempcpy (end, text, length) : stpcpy (end, REPLACEMENT);
      text += length > 0 ? length : 1;
    }
  *end = '\0';
  value = json_string (valid);
  free (valid);
  return value;
}

/* Adds bar and beat of a time. */
static bool
put_place (json_t *object, const CtTempoMap *map, double time_s)
{
  CtBarPosition place;

  if (!map)
    return true;
  place = ct_csv_place (map, time_s);
  return put (object, "bar", json_integer (place.bar))
         && put (object, "beat", json_real ((place.beat * 1000 + place.tick) / 1000.0));
}

/* Fills in the object of the row @i of one kind. */
typedef bool (*FillFunc) (json_t *object, const CtScore *score, size_t i);

/* The colour of a track that was recognised; others have none. */
static json_t *
colour_of (const CtTrack *track)
{
  char text[8];

  if (!track->recognised)
    return json_null ();
  snprintf (text, sizeof text, "#%06x", (unsigned) (track->rgb & 0xffffff));
  return json_string (text);
}

static bool
fill_track (json_t *object, const CtScore *score, size_t i)
{
  return put (object, "number", json_integer ((json_int_t) i + 1))
         && put (object, "name", any_text (score->tracks[i].name))
         && put (object, "program", json_integer (score->tracks[i].program))
         && put (object, "recognised", json_boolean (score->tracks[i].recognised))
         && put (object, "color", colour_of (&score->tracks[i]))
         && put (object, "notes", json_integer ((json_int_t) ct_score_count (score, (int) i)));
}

static bool
fill_note (json_t *object, const CtScore *score, size_t i)
{
  const CtNote *note = &score->notes.notes[i];

  return put (object, "onset_s", thousandths (note->onset_s)) && put (object, "offset_s", thousandths (note->offset_s))
         && put (object, "midi", json_integer (note->midi)) && put (object, "track", json_integer (note->track + 1))
         && put (object, "velocity", json_integer (note->velocity))
         && put (object, "confidence", thousandths (note->confidence))
         && put_place (object, score->tempo_map, note->onset_s);
}

static bool
fill_tempo (json_t *object, const CtScore *score, size_t i)
{
  size_t n;
  const CtTempoPoint *point = ct_tempo_map_points (score->tempo_map, &n) + i;

  return put (object, "time_s", thousandths (point->time_s))
         && put (object, "quarter", json_real ((double) point->tick / CT_TICKS_PER_QUARTER))
         && put (object, "bpm", thousandths (ct_tempo_map_bpm_at (score->tempo_map, (double) point->tick)));
}

static bool
fill_meter (json_t *object, const CtScore *score, size_t i)
{
  size_t n;
  const CtMeter *meter = ct_tempo_map_meters (score->tempo_map, &n) + i;
  double time_s = ct_tempo_map_time_at (score->tempo_map, (double) meter->tick);

  return put (object, "bar", json_integer (ct_tempo_map_position (score->tempo_map, meter->tick).bar))
         && put (object, "time_s", thousandths (time_s)) && put (object, "numerator", json_integer (meter->numerator))
         && put (object, "denominator", json_integer (meter->denominator));
}

static bool
fill_key (json_t *object, const CtScore *score, size_t i)
{
  const CtKeyChange *change = &score->harmony.keys[i];
  char name[CT_PITCH_NAME_SIZE];

  ct_key_name (&change->key, CT_ACCIDENTAL_ASCII, name);
  return put (object, "time_s", thousandths (change->time_s)) && put (object, "key", json_string (name))
         && put (object, "confidence", thousandths (change->confidence));
}

static bool
fill_chord (json_t *object, const CtScore *score, size_t i)
{
  const CtChord *chord = &score->harmony.chords[i];
  CtKey key = ct_harmony_key_at (&score->harmony, chord->start_s);
  char name[CT_PITCH_NAME_SIZE];

  ct_chord_name (chord, &key, CT_SPELLING_KEY, CT_ACCIDENTAL_ASCII, name);
  return put (object, "start_s", thousandths (chord->start_s)) && put (object, "end_s", thousandths (chord->end_s))
         && put (object, "chord", json_string (name)) && put (object, "confidence", thousandths (chord->confidence))
         && put_place (object, score->tempo_map, chord->start_s);
}

static bool
fill_hit_group (json_t *object, const CtScore *score, size_t i)
{
  const CtHitGroup *group = &score->percussion.groups[i];

  return put (object, "number", json_integer ((json_int_t) i + 1))
         && put (object, "name", any_text (ct_hit_group_name (group)))
         && put (object, "drum", json_integer (group->drum));
}

static bool
fill_hit (json_t *object, const CtScore *score, size_t i)
{
  const CtHit *hit = &score->percussion.hits[i];

  return put (object, "time_s", thousandths (hit->time_s)) && put (object, "group", json_integer (hit->group + 1))
         && put (object, "strength", thousandths ((double) hit->strength))
         && put_place (object, score->tempo_map, hit->time_s);
}

/* Adds an array of the @n rows of one kind. */
static bool
put_rows (json_t *parent, const char *key, const CtScore *score, size_t n, FillFunc fill)
{
  json_t *rows = json_array ();
  bool done = put (parent, key, rows);

  for (size_t i = 0; done && i < n; i++)
    {
      json_t *object;

      if (fill == fill_note && score->notes.notes[i].uncertain)
        continue;
      object = json_object ();
      done = json_array_append_new (rows, object) == 0 && fill (object, score, i);
    }
  return done;
}

static bool
put_tempo_map (json_t *root, const CtScore *score)
{
  json_t *map = score->tempo_map ? json_object () : json_null ();
  size_t n_points, n_meters;

  if (!put (root, "tempo_map", map))
    return false;
  if (!score->tempo_map)
    return true;
  ct_tempo_map_points (score->tempo_map, &n_points);
  ct_tempo_map_meters (score->tempo_map, &n_meters);
  return put_rows (map, "tempos", score, n_points, fill_tempo) && put_rows (map, "meters", score, n_meters, fill_meter);
}

static bool
fill_root (json_t *root, const CtScore *score, const CtScoreJsonOptions *options)
{
  return put (root, "format", json_string ("coloratura-transcription"))
         && put (root, "version", json_integer (CT_SCORE_JSON_VERSION))
         && put (root, "software", any_text (options->software))
         && put (root, "recording", any_text (options->recording))
         && put (root, "start_s", thousandths (options->start_s))
         && put (root, "duration_s", thousandths (options->duration_s))
         && put_rows (root, "tracks", score, score->n_tracks, fill_track)
         && put_rows (root, "notes", score, score->notes.n, fill_note) && put_tempo_map (root, score)
         && put_rows (root, "keys", score, score->harmony.n_keys, fill_key)
         && put_rows (root, "chords", score, score->harmony.n_chords, fill_chord)
         && put_rows (root, "hit_groups", score, score->percussion.n_groups, fill_hit_group)
         && put_rows (root, "hits", score, score->percussion.n_hits, fill_hit);
}

/* Whether a time or a share can be written. */
static bool
is_writable (double value)
{
  return isfinite (value) && value < CT_CSV_MAX_TIME_S;
}

static bool
all_writable (const CtScore *score, const CtScoreJsonOptions *options)
{
  bool fine = is_writable (options->start_s) && is_writable (options->duration_s);

  for (size_t i = 0; i < score->notes.n && fine; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      fine = is_writable (note->onset_s) && is_writable (note->offset_s) && is_writable (note->confidence);
    }
  for (size_t i = 0; i < score->harmony.n_chords && fine; i++)
    fine = is_writable (score->harmony.chords[i].end_s);
  for (size_t i = 0; i < score->percussion.n_hits && fine; i++)
    fine = is_writable (score->percussion.hits[i].time_s);
  return fine;
}

static int
write_part (const char *data, size_t size, void *file)
{
  ct_atomic_file_write (file, data, size);
  return 0;
}

CtStatus
ct_score_json_write (const CtScore *score, const CtScoreJsonOptions *options, const char *path)
{
  size_t flags = JSON_REAL_PRECISION (DIGITS) | (options->one_line ? JSON_COMPACT : JSON_INDENT (1));
  CtStatus status = CT_STATUS_NO_MEMORY;
  CtAtomicFile *file;
  json_t *root;

  if (!all_writable (score, options))
    return CT_STATUS_BAD_ARGUMENT;
  root = json_object ();
  if (root && fill_root (root, score, options))
    status = ct_atomic_file_open (path, &file);
  if (status == CT_STATUS_OK)
    {
      int failed = json_dump_callback (root, write_part, file, flags);

      ct_atomic_file_write (file, "\n", 1);
      if (failed)
        ct_atomic_file_abandon (file);
      status = failed ? CT_STATUS_NO_MEMORY : ct_atomic_file_commit (file);
    }
  json_decref (root);
  return status;
}
