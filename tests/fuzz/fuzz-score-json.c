/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as it is written, of a score made of the input: any reader must be able to read it, and find the same in it. */
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-text.h"
#include "core/base/ct-chord.h"
#include "core/base/ct-drum.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-score-json.h"
#include "tests/fuzz/fuzz-folder.h"
#include "tests/fuzz/fuzz-target.h"

#define MAX_ROWS 40
#define TEXT_SIZE 100
#define CLOSE 0.00051 /* times are rounded to thousandths */

/* ---- a score of bytes ---- */

/* What is left of the input; where there is nothing, zeros are taken. */
typedef struct
{
  const uint8_t *at;
  size_t n;
} Bytes;

static void
take (Bytes *bytes, void *out, size_t n)
{
  size_t there = n < bytes->n ? n : bytes->n;

  memset (out, 0, n);
  memcpy (out, bytes->at, there);
  bytes->at += there;
  bytes->n -= there;
}

static uint8_t
take_byte (Bytes *bytes)
{
  uint8_t byte;

  take (bytes, &byte, 1);
  return byte;
}

static uint32_t
take_word (Bytes *bytes)
{
  uint32_t word;

  take (bytes, &word, sizeof word);
  return word;
}

/* As of a recording, which is at most some hours long. */
static double
take_time (Bytes *bytes)
{
  return take_word (bytes) % 1000000 / 32.0;
}

/* After a byte that says so any number there is, else a time. */
static double
take_number (Bytes *bytes)
{
  double number;

  if (take_byte (bytes) != 0xff)
    return take_time (bytes);
  take (bytes, &number, sizeof number);
  return number;
}

/* A text of @size with the zero at its end; any other bytes. */
static void
take_text (Bytes *bytes, char *text, size_t size)
{
  uint8_t length = take_byte (bytes);

  memset (text, 0, size);
  take (bytes, text, length < size ? length : size - 1);
}

static void
take_notes (Bytes *bytes, CtScore *score)
{
  score->notes.n = take_byte (bytes) % MAX_ROWS;
  score->notes.notes = calloc (score->notes.n + 1, sizeof *score->notes.notes);
  FUZZ_REQUIRE (score->notes.notes);
  for (size_t i = 0; i < score->notes.n; i++)
    score->notes.notes[i] = (CtNote){ .onset_s = take_number (bytes),
                                      .offset_s = take_number (bytes),
                                      .confidence = (float) take_number (bytes),
                                      .track = (int) (take_byte (bytes) % (score->n_tracks + 1)) - 1,
                                      .midi = take_byte (bytes) & 127,
                                      .velocity = take_byte (bytes) & 127,
                                      .uncertain = take_byte (bytes) & 1 };
}

/* Keys, chords and hits are those that the program can have: others are left out. */
static void
take_harmony (Bytes *bytes, CtHarmony *harmony)
{
  harmony->n_keys = take_byte (bytes) % MAX_ROWS;
  harmony->n_chords = take_byte (bytes) % MAX_ROWS;
  harmony->keys = calloc (harmony->n_keys + 1, sizeof *harmony->keys);
  harmony->chords = calloc (harmony->n_chords + 1, sizeof *harmony->chords);
  FUZZ_REQUIRE (harmony->keys && harmony->chords);
  for (size_t i = 0; i < harmony->n_keys; i++)
    harmony->keys[i] = (CtKeyChange){ take_time (bytes),
                                      { (int8_t) (take_byte (bytes) % 15 - 7), take_byte (bytes) & 1 },
                                      1,
                                      0 };
  for (size_t i = 0; i < harmony->n_chords; i++)
    harmony->chords[i] = (CtChord){ .start_s = take_time (bytes),
                                    .end_s = take_time (bytes),
                                    .quality = (CtChordQuality) (take_byte (bytes) % CT_N_CHORD_QUALITIES),
                                    .root = take_byte (bytes) % 12,
                                    .bass = take_byte (bytes) % 12 };
  if (!ct_harmony_is_valid (harmony))
    ct_harmony_clear (harmony);
}

static void
take_percussion (Bytes *bytes, CtPercussion *percussion)
{
  percussion->n_groups = take_byte (bytes) % (CT_MAX_HIT_GROUPS + 1);
  percussion->n_hits = percussion->n_groups ? take_byte (bytes) % MAX_ROWS : 0;
  percussion->hits = calloc (percussion->n_hits + 1, sizeof *percussion->hits);
  FUZZ_REQUIRE (percussion->hits);
  for (size_t i = 0; i < percussion->n_groups; i++)
    {
      take_text (bytes, percussion->groups[i].name, sizeof percussion->groups[i].name);
      percussion->groups[i].drum = CT_DRUM_LOW + take_byte (bytes) % (CT_DRUM_HIGH - CT_DRUM_LOW + 1);
    }
  for (size_t i = 0; i < percussion->n_hits; i++)
    percussion->hits[i] = (CtHit){ .time_s = take_time (bytes),
                                   .strength = (float) (1 + take_byte (bytes)) / 256,
                                   .group = take_byte (bytes) % percussion->n_groups };
  ct_percussion_sort (percussion);
  if (!ct_percussion_is_valid (percussion))
    ct_percussion_clear (percussion);
}

static CtTempoMap *
take_tempo_map (Bytes *bytes)
{
  size_t n_points = take_byte (bytes) % MAX_ROWS, n_meters = take_byte (bytes) % MAX_ROWS;
  CtTempoPoint points[MAX_ROWS];
  CtMeter meters[MAX_ROWS];
  CtTempoMap *map;

  for (size_t i = 0; i < n_points; i++)
    points[i] = (CtTempoPoint){ take_word (bytes), take_time (bytes), false };
  for (size_t i = 0; i < n_meters; i++)
    meters[i] = (CtMeter){ take_word (bytes), take_byte (bytes), 1 << take_byte (bytes) % 8 };
  return ct_tempo_map_new (points, n_points, meters, n_meters, &map) == CT_STATUS_OK ? map : NULL;
}

static CtScore *
take_score (Bytes *bytes)
{
  CtScore *score;

  FUZZ_REQUIRE (ct_score_new (take_byte (bytes) % MAX_ROWS, &score) == CT_STATUS_OK);
  for (size_t i = 0; i < score->n_tracks; i++)
    {
      take_text (bytes, score->tracks[i].name, sizeof score->tracks[i].name);
      score->tracks[i].recognised = take_byte (bytes) & 1;
      take (bytes, &score->tracks[i].rgb, sizeof score->tracks[i].rgb);
    }
  take_notes (bytes, score);
  take_harmony (bytes, &score->harmony);
  take_percussion (bytes, &score->percussion);
  score->tempo_map = take_tempo_map (bytes);
  return score;
}

/* ---- what is read back ---- */

static json_t *
member (json_t *object, const char *name)
{
  json_t *value = json_object_get (object, name);

  FUZZ_REQUIRE (value);
  return value;
}

static void
check_time (json_t *object, const char *name, double expected)
{
  double value = json_real_value (member (object, name));

  FUZZ_REQUIRE (expected <= 0 ? value == 0 : fabs (value - expected) < CLOSE + expected * 1e-12);
}

/* A text reads as the command line's own way of writing it does. */
static void
check_text (json_t *value, const char *text)
{
  char *quoted = NULL;
  size_t size;
  FILE *stream = open_memstream (&quoted, &size);
  json_t *read;

  FUZZ_REQUIRE (stream);
  cli_text_print_json (stream, text);
  fclose (stream);
  read = json_loadb (quoted, size, JSON_DECODE_ANY, NULL);
  FUZZ_REQUIRE (read && json_equal (read, value));
  json_decref (read);
  free (quoted);
}

static void
check_notes (json_t *rows, const CtScore *score)
{
  size_t n = 0;

  for (size_t i = 0; i < score->notes.n; i++)
    {
      const CtNote *note = &score->notes.notes[i];
      json_t *row = note->uncertain ? NULL : json_array_get (rows, n++);

      if (note->uncertain)
        continue;
      check_time (row, "onset_s", note->onset_s);
      check_time (row, "offset_s", note->offset_s);
      FUZZ_REQUIRE (json_integer_value (member (row, "midi")) == note->midi);
      FUZZ_REQUIRE (json_integer_value (member (row, "track")) == note->track + 1);
      if (score->tempo_map)
        FUZZ_REQUIRE (json_is_integer (member (row, "bar")) && json_real_value (member (row, "beat")) >= 1);
    }
  FUZZ_REQUIRE (json_array_size (rows) == n);
}

static void
check_read (json_t *root, const CtScore *score, const CtScoreJsonOptions *options)
{
  check_text (member (root, "recording"), options->recording);
  check_time (root, "start_s", options->start_s);
  FUZZ_REQUIRE (json_array_size (member (root, "tracks")) == score->n_tracks);
  for (size_t i = 0; i < score->n_tracks; i++)
    check_text (member (json_array_get (member (root, "tracks"), i), "name"), score->tracks[i].name);
  check_notes (member (root, "notes"), score);
  FUZZ_REQUIRE (json_array_size (member (root, "keys")) == score->harmony.n_keys);
  FUZZ_REQUIRE (json_array_size (member (root, "chords")) == score->harmony.n_chords);
  FUZZ_REQUIRE (json_array_size (member (root, "hits")) == score->percussion.n_hits);
  for (size_t i = 0; i < score->percussion.n_groups; i++)
    check_text (member (json_array_get (member (root, "hit_groups"), i), "name"),
                ct_hit_group_name (&score->percussion.groups[i]));
  FUZZ_REQUIRE (json_is_object (member (root, "tempo_map")) == (score->tempo_map != NULL));
}

static void
write_and_read (const CtScore *score, const CtScoreJsonOptions *options)
{
  char path[256];
  char *text;
  size_t size;
  json_t *root;
  CtStatus status;

  snprintf (path, sizeof path, "%s/score.json", fuzz_folder ());
  status = ct_score_json_write (score, options, path);
  FUZZ_REQUIRE (status == CT_STATUS_OK || status == CT_STATUS_BAD_ARGUMENT);
  if (status != CT_STATUS_OK)
    return;
  text = fuzz_folder_read ("score.json", &size);
  FUZZ_REQUIRE (strlen (text) == size && text[size - 1] == '\n');
  FUZZ_REQUIRE (!options->one_line || strchr (text, '\n') == text + size - 1);
  root = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);
  FUZZ_REQUIRE (root);
  check_read (root, score, options);
  json_decref (root);
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Bytes bytes = { data, size };
  char recording[TEXT_SIZE];
  CtScoreJsonOptions options = { .software = "fuzz", .recording = recording };
  CtScore *score;

  take_text (&bytes, recording, sizeof recording);
  options.start_s = take_number (&bytes);
  options.duration_s = take_number (&bytes);
  options.one_line = take_byte (&bytes) & 1;
  score = take_score (&bytes);
  write_and_read (score, &options);
  ct_score_free (score);
  return 0;
}
