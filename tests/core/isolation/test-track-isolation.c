/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-track-isolation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 22050
#define SECONDS 31
#define FRAMES (SECONDS * RATE + 777)
#define N_STEMS 2
#define MAX_BLOCKS 64

/* Two voices with spectra of their own, the first rather on the left, the other rather on the right, and their notes.
 */
typedef struct
{
  float *stems[N_STEMS]; /* [FRAMES][2] */
  float *mix;
  GArray *notes;
  char *path;
} Song;

static void
add_note (Song *song, int track, double onset_s, double length_s, int midi)
{
  double hz = 440 * pow (2, (midi - 69) / 12.0);
  CtNote note = { onset_s, onset_s + length_s, 1, (gint16) track, (guint8) midi, 80, false };

  for (int i = 0; i < length_s * RATE && onset_s * RATE + i < FRAMES; i++)
    {
      double t = (double) i / RATE, edge = MIN (t, length_s - t), value = 0;

      /* the second has odd partials only and falls more slowly */
      for (int h = 1; h <= 12 && h * hz < RATE / 2; h += 1 + track)
        value += sin (2 * G_PI * h * hz * t) / (track ? sqrt (h) : h);
      value *= 0.1 * CLAMP (edge / 0.01, 0, 1);
      for (int c = 0; c < 2; c++)
        song->stems[track][2 * (int) (onset_s * RATE + i) + c] += (float) (value * (c == track ? 0.8 : 0.4));
    }
  g_array_append_val (song->notes, note);
}

static void
make_song (Song *song)
{
  song->mix = g_new0 (float, 2 * FRAMES);
  song->notes = g_array_new (FALSE, FALSE, sizeof (CtNote));
  for (int t = 0; t < N_STEMS; t++)
    song->stems[t] = g_new0 (float, 2 * FRAMES);
  for (int i = 0; i < (SECONDS - 1) * 2; i++)
    {
      add_note (song, 0, 0.1 + 0.5 * i, 0.45, 60 + i * 5 % 12);
      if (i % 3)
        add_note (song, 1, 0.13 + 0.5 * i, 0.6, 55 + i * 7 % 17);
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    song->mix[i] = song->stems[0][i] + song->stems[1][i];
  song->path = test_sound_write ("song.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, song->mix, FRAMES);
}

static void
clear_song (Song *song)
{
  for (int t = 0; t < N_STEMS; t++)
    g_free (song->stems[t]);
  g_free (song->mix);
  g_free (song->path);
  g_array_free (song->notes, TRUE);
}

static CtTrackIsolation *
open_isolation (const Song *song, gsize n_threads, CtSoundReader **reader)
{
  CtTrackIsolation *isolation;

  g_assert_cmpint (ct_sound_reader_new (song->path, 0, NULL, reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_new (*reader, n_threads, &isolation), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_track_isolation_frames (isolation), ==, FRAMES);
  return isolation;
}

static void
set_notes (CtTrackIsolation *isolation, const GArray *notes)
{
  g_assert_cmpint (ct_track_isolation_set_notes (isolation, (const CtNote *) notes->data, notes->len), ==,
                   CT_STATUS_OK);
}

/* Makes blocks in the order of @order (a stride coprime to their number) into [FRAMES][2] a stem. */
static void
isolate (CtTrackIsolation *isolation, gsize order, float **out)
{
  gsize n_blocks = ct_track_isolation_n_blocks (isolation), length = ct_track_isolation_block_frames (isolation);

  for (gsize i = 0; i < n_blocks; i++)
    {
      gsize b = i * order % n_blocks;
      CtIsolatedBlock block;

      g_assert_cmpint (ct_track_isolation_make (isolation, &b, 1, NULL, &block), ==, CT_STATUS_OK);
      g_assert_cmpuint (block.block, ==, b);
      g_assert_cmpuint (block.n_frames, ==, MIN (length, FRAMES - b * length));
      for (gsize s = 0; s < block.n_stems; s++)
        memcpy (out[block.tracks[s]] + 2 * b * length, block.stems[s], 2 * block.n_frames * sizeof (float));
    }
}

static double
si_sdr (const float *truth, const float *estimate)
{
  double cross = 0, power = 0, error = 0;

  for (int i = 0; i < 2 * FRAMES; i++)
    {
      cross += (double) truth[i] * (double) estimate[i];
      power += (double) truth[i] * (double) truth[i];
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    error += pow (cross / power * (double) truth[i] - (double) estimate[i], 2);
  return 10 * log10 (cross * cross / power / error);
}

static double
energy (const float *samples, int c)
{
  double sum = 0;

  for (int i = 0; i < FRAMES; i++)
    sum += (double) samples[2 * i + c] * (double) samples[2 * i + c];
  return sum;
}

static void
test_quality (void)
{
  Song song;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  float *out[N_STEMS];

  make_song (&song);
  isolation = open_isolation (&song, 2, &reader);
  set_notes (isolation, song.notes);
  for (int t = 0; t < N_STEMS; t++)
    out[t] = g_new0 (float, 2 * FRAMES);
  isolate (isolation, 1, out);
  for (int t = 0; t < N_STEMS; t++)
    {
      double ratio = energy (out[t], t) / energy (out[t], 1 - t);

      g_test_message ("track %d: %.2f dB, the mix %.2f dB, sides %.2f", t, si_sdr (song.stems[t], out[t]),
                      si_sdr (song.stems[t], song.mix), ratio);
      g_assert_cmpfloat (si_sdr (song.stems[t], out[t]), >, si_sdr (song.stems[t], song.mix) + 9);
      g_assert_cmpfloat (si_sdr (song.stems[t], out[t]), >, 12);
      /* 0.8 to 0.4 in amplitude: stereo is kept */
      g_assert_cmpfloat (ratio, >, 2.5);
    }
  /* what is left is little: the voices are all there is */
  for (int i = 0; i < 2 * FRAMES; i++)
    song.mix[i] -= out[0][i] + out[1][i];
  g_assert_cmpfloat (energy (song.mix, 0), <, 0.02 * energy (song.stems[0], 0));
  for (int t = 0; t < N_STEMS; t++)
    g_free (out[t]);
  ct_track_isolation_free (isolation);
  ct_sound_reader_free (reader);
  clear_song (&song);
}

/* A voice that is opposite in the channels, and so lost in their mean, is isolated like any other. */
static void
test_opposite (void)
{
  Song song;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  float *out[N_STEMS];

  make_song (&song);
  for (int i = 0; i < FRAMES; i++)
    {
      song.stems[0][2 * i + 1] = -song.stems[0][2 * i];
      song.mix[2 * i + 1] = song.stems[0][2 * i + 1] + song.stems[1][2 * i + 1];
    }
  g_free (song.path);
  song.path = test_sound_write ("song.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, 2, song.mix, FRAMES);
  isolation = open_isolation (&song, 2, &reader);
  set_notes (isolation, song.notes);
  for (int t = 0; t < N_STEMS; t++)
    out[t] = g_new0 (float, 2 * FRAMES);
  isolate (isolation, 1, out);
  for (int t = 0; t < N_STEMS; t++)
    {
      g_test_message ("track %d: %.2f dB, the mix %.2f dB", t, si_sdr (song.stems[t], out[t]),
                      si_sdr (song.stems[t], song.mix));
      g_assert_cmpfloat (si_sdr (song.stems[t], out[t]), >, si_sdr (song.stems[t], song.mix) + 6);
      g_assert_cmpfloat (si_sdr (song.stems[t], out[t]), >, 17.5);
    }
  for (int t = 0; t < N_STEMS; t++)
    g_free (out[t]);
  ct_track_isolation_free (isolation);
  ct_sound_reader_free (reader);
  clear_song (&song);
}

/* To the last bit the same, whatever the number of threads and the order, and after notes came and went. */
static void
test_same (void)
{
  static const gsize threads[] = { 1, 3 }, orders[] = { 1, 3 };
  Song song;
  float *out[2][N_STEMS];

  make_song (&song);
  for (int run = 0; run < 2; run++)
    {
      CtSoundReader *reader;
      CtTrackIsolation *isolation = open_isolation (&song, threads[run], &reader);

      for (int t = 0; t < N_STEMS; t++)
        out[run][t] = g_new0 (float, 2 * FRAMES);
      if (run == 1)
        {
          float *spoilt[N_STEMS] = { g_new (float, 2 * FRAMES), g_new (float, 2 * FRAMES) };
          g_autoptr (GArray) fewer = g_array_copy (song.notes);

          g_array_remove_range (fewer, 10, 9);
          set_notes (isolation, fewer);
          isolate (isolation, 1, spoilt);
          g_free (spoilt[0]);
          g_free (spoilt[1]);
        }
      set_notes (isolation, song.notes);
      isolate (isolation, orders[run], out[run]);
      ct_track_isolation_free (isolation);
      ct_sound_reader_free (reader);
    }
  for (int t = 0; t < N_STEMS; t++)
    {
      g_assert_cmpmem (out[0][t], 2 * FRAMES * sizeof (float), out[1][t], 2 * FRAMES * sizeof (float));
      g_free (out[0][t]);
      g_free (out[1][t]);
    }
  clear_song (&song);
}

static gsize
count_changed (CtTrackIsolation *isolation, const CtStemKey *keys)
{
  gsize n = 0;

  for (gsize b = 0; b < ct_track_isolation_n_blocks (isolation); b++)
    {
      CtStemKey key = ct_track_isolation_key (isolation, b);

      n += memcmp (&key, &keys[b], sizeof key) != 0;
    }
  return n;
}

/* The keys of the song's blocks, every one another. */
static void
get_keys (const CtTrackIsolation *isolation, CtStemKey *keys)
{
  gsize n_blocks = ct_track_isolation_n_blocks (isolation);

  g_assert_cmpuint (n_blocks, >, 9);
  g_assert_cmpuint (n_blocks, <=, MAX_BLOCKS);
  for (gsize b = 0; b < n_blocks; b++)
    {
      keys[b] = ct_track_isolation_key (isolation, b);
      for (gsize other = 0; other < b; other++)
        g_assert_true (memcmp (&keys[b], &keys[other], sizeof keys[b]) != 0);
    }
}

/* What changes nothing that is heard: numbers of tracks, the order of notes, velocities, how sure notes are, nonsense.
 */
static void
shuffle (GArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      g_array_index (notes, CtNote, i).track = (gint16) (5 - g_array_index (notes, CtNote, i).track);
      g_array_index (notes, CtNote, i).velocity = 1;
      g_array_index (notes, CtNote, i).uncertain = i % 3 == 0;
    }
  for (guint i = 0; i < notes->len / 2; i++)
    {
      CtNote swapped = g_array_index (notes, CtNote, i);

      g_array_index (notes, CtNote, i) = g_array_index (notes, CtNote, notes->len - 1 - i);
      g_array_index (notes, CtNote, notes->len - 1 - i) = swapped;
    }
  g_array_append_val (notes, ((CtNote){ 1, 2, 1, -1, 70, 1, false }));
  g_array_append_val (notes, ((CtNote){ NAN, 2, 1, 0, 70, 1, false }));
}

static void
test_keys (void)
{
  Song song;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  CtNote *note;
  CtStemKey keys[MAX_BLOCKS];
  int16_t tracks[CT_ISOLATION_MAX_STEMS];

  make_song (&song);
  isolation = open_isolation (&song, 1, &reader);
  set_notes (isolation, song.notes);
  get_keys (isolation, keys);
  g_assert_cmpuint (ct_track_isolation_tracks (isolation, 0, tracks), ==, 2);
  g_assert_cmpint (tracks[0], ==, 0);

  /* the first note moves: only the blocks around it change */
  note = &g_array_index (song.notes, CtNote, 0);
  note->midi++;
  set_notes (isolation, song.notes);
  g_assert_cmpuint (count_changed (isolation, keys), ==, 4);
  note->midi--;
  set_notes (isolation, song.notes);
  g_assert_cmpuint (count_changed (isolation, keys), ==, 0);

  shuffle (song.notes);
  set_notes (isolation, song.notes);
  g_assert_cmpuint (count_changed (isolation, keys), ==, 0);
  g_assert_cmpuint (ct_track_isolation_tracks (isolation, 0, tracks), ==, 2);
  g_assert_cmpint (tracks[0], ==, 5);

  /* a note moves to the other track */
  note = &g_array_index (song.notes, CtNote, song.notes->len / 2);
  note->track = note->track == 5 ? 4 : 5;
  set_notes (isolation, song.notes);
  g_assert_cmpuint (count_changed (isolation, keys), >, 0);
  g_assert_cmpuint (count_changed (isolation, keys), <=, 8);
  ct_track_isolation_free (isolation);
  ct_sound_reader_free (reader);
  clear_song (&song);
}

/* Rates, lengths and channels of every kind; silence; more voices at once than there is room for. */
static void
test_kinds (void)
{
  static const struct
  {
    int rate_hz, channels;
    gsize frames;
  } kinds[] = { { 8000, 1, 1 }, { 8000, 2, 30000 }, { 44100, 1, 44100 }, { 96000, 2, 200001 }, { 192000, 1, 5000 } };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      gsize n = kinds[k].frames, n_notes = 300;
      g_autofree float *tone = test_sound_tone (kinds[k].rate_hz, kinds[k].channels, n, 440, 0.5, 0.2);
      g_autofree char *path = test_sound_write ("kind.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, kinds[k].rate_hz,
                                                kinds[k].channels, tone, n);
      g_autofree CtNote *notes = g_new (CtNote, n_notes);
      CtSoundReader *reader;
      CtTrackIsolation *isolation;

      for (gsize i = 0; i < n_notes; i++)
        notes[i] = (CtNote){ 0.01 * (double) (i % 7), 1e9, 1, (gint16) (i * 7 % 100), (guint8) (i % 128), 80, false };
      g_assert_cmpint (ct_sound_reader_new (path, 0, NULL, &reader), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_track_isolation_new (reader, 2, &isolation), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_track_isolation_set_notes (isolation, notes, n_notes), ==, CT_STATUS_OK);
      for (gsize b = 0; b < ct_track_isolation_n_blocks (isolation); b++)
        {
          CtIsolatedBlock block;

          g_assert_cmpint (ct_track_isolation_make (isolation, &b, 1, NULL, &block), ==, CT_STATUS_OK);
          g_assert_cmpuint (block.n_stems, ==, CT_ISOLATION_MAX_STEMS);
          for (gsize s = 0; s < block.n_stems; s++)
            for (gsize i = 0; i < block.n_frames * (gsize) kinds[k].channels; i++)
              g_assert_true (fabsf (block.stems[s][i]) < 2);
        }
      ct_track_isolation_free (isolation);
      ct_sound_reader_free (reader);
    }
}

static void
test_refused (void)
{
  Song song;
  CtSoundReader *reader;
  CtTrackIsolation *isolation;
  CtIsolatedBlock out[3];
  atomic_bool cancelled = true;
  gsize blocks[3] = { 0, 1, 2 };

  make_song (&song);
  isolation = open_isolation (&song, 2, &reader);
  g_assert_cmpint (ct_track_isolation_make (isolation, blocks, 3, NULL, out), ==, CT_STATUS_BAD_ARGUMENT);
  blocks[0] = ct_track_isolation_n_blocks (isolation);
  g_assert_cmpint (ct_track_isolation_make (isolation, blocks, 1, NULL, out), ==, CT_STATUS_BAD_ARGUMENT);
  blocks[0] = 0;
  g_assert_cmpint (ct_track_isolation_make (isolation, blocks, 2, NULL, out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out[0].n_stems, ==, 0);
  set_notes (isolation, song.notes);
  g_assert_cmpint (ct_track_isolation_make (isolation, blocks, 2, &cancelled, out), ==, CT_STATUS_CANCELLED);
  atomic_store (&cancelled, false);
  g_assert_cmpint (ct_track_isolation_make (isolation, blocks, 2, &cancelled, out), ==, CT_STATUS_OK);
  ct_track_isolation_free (isolation);
  ct_track_isolation_free (NULL);
  ct_sound_reader_free (reader);
  clear_song (&song);
}

static CtStatus
make_a_block (void *data)
{
  const Song *song = data;
  CtSoundReader *reader = NULL;
  CtTrackIsolation *isolation = NULL;
  CtIsolatedBlock out;
  CtStatus status = ct_sound_reader_new (song->path, 0, NULL, &reader);

  if (status == CT_STATUS_OK)
    status = ct_track_isolation_new (reader, 1, &isolation);
  if (status == CT_STATUS_OK)
    status = ct_track_isolation_set_notes (isolation, (const CtNote *) song->notes->data, song->notes->len);
  if (status == CT_STATUS_OK)
    status = ct_track_isolation_make (isolation, &(gsize){ 0 }, 1, NULL, &out);
  ct_track_isolation_free (isolation);
  ct_sound_reader_free (reader);
  return status;
}

static void
test_no_memory (void)
{
  Song song;

  make_song (&song);
  failing_allocator_try_all (make_a_block, &song);
  clear_song (&song);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/track-isolation/quality", test_quality);
  g_test_add_func ("/track-isolation/opposite", test_opposite);
  g_test_add_func ("/track-isolation/same", test_same);
  g_test_add_func ("/track-isolation/keys", test_keys);
  g_test_add_func ("/track-isolation/kinds", test_kinds);
  g_test_add_func ("/track-isolation/refused", test_refused);
  g_test_add_func ("/track-isolation/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
