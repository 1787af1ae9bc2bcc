/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracks isolated from a recording, and their notes, as a stepped player plays them. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

static const CtPlayerTrack plain_track = { .volume = 1, .program = 73 };

/* Two instruments, each two octaves from the other: 262 Hz and its odd partials; 1,175 Hz. */
typedef struct
{
  char *path;
  float *stems[2]; /* [FRAMES][2] */
  CtNote notes[2 * SECONDS];
  CtPlayerTrack tracks[2];
} Duo;

static void
make_duo (Duo *duo)
{
  g_autofree float *mix = g_new0 (float, 2 * FRAMES);

  duo->tracks[0] = duo->tracks[1] = plain_track;
  for (int t = 0; t < 2; t++)
    {
      duo->stems[t] = g_new0 (float, 2 * FRAMES);
      for (int s = 0; s < SECONDS; s++)
        {
          CtNote note = { s + 0.1, s + 0.8, 1, (gint16) t, t ? 86 : 60, 100, false };
          double hz = 440 * pow (2, (note.midi - 69) / 12.0);

          duo->notes[2 * s + t] = note;
          for (int i = 0; i < 0.7 * RATE; i++)
            {
              double at = (double) i / RATE, edge = CLAMP (MIN (at, 0.7 - at) / 0.01, 0, 1), value = 0;

              for (int h = 1; h <= (t ? 3 : 7); h += 2)
                value += 0.2 * edge * sin (2 * G_PI * h * hz * at) / h;
              duo->stems[t][2 * ((int) (note.onset_s * RATE) + i)] = (float) value;
              duo->stems[t][2 * ((int) (note.onset_s * RATE) + i) + 1] = (float) value;
            }
        }
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    mix[i] = duo->stems[0][i] + duo->stems[1][i];
  duo->path = test_sound_write ("duo.wav", WAV_FLOAT, RATE, 2, mix, FRAMES);
}

static void
clear_duo (Duo *duo)
{
  g_free (duo->stems[0]);
  g_free (duo->stems[1]);
  g_free (duo->path);
}

static CtPlayer *
open_duo (Duo *duo)
{
  CtPlayer *player = stepped_player_open (duo->path, RATE);

  g_assert_cmpint (ct_player_set_score (player, duo->notes, 2 * SECONDS, duo->tracks, 2), ==, CT_STATUS_OK);
  return player;
}

/* Energy of @a - @b relative to that of @b in dB, channel @c. */
static double
error_db (const float *a, const float *b, gsize n, int c, double gain)
{
  double error = 0, power = 0;

  for (gsize i = 0; i < n; i++)
    {
      error += pow ((double) a[2 * i + c] - gain * (double) b[2 * i + c], 2);
      power += pow (gain * (double) b[2 * i + c], 2);
    }
  return 10 * log10 (error / power + 1e-20);
}

/* Plays the seconds 2 to 6 with the tracks as they are set. */
static float *
play_part (CtPlayer *player)
{
  /* from silence: what is in the ring is not heard first */
  ct_player_pause (player);
  skip (player, 4800);
  ct_player_seek (player, 2);
  ct_player_play (player);
  return step (player, 4 * RATE);
}

static void
test_unchanged (void)
{
  g_autofree float *out = NULL;
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  out = play_part (player);
  for (int i = 2 * GATE; i < 8 * RATE; i++)
    g_assert_cmpfloat (out[i], ==, (float) ((double) duo.stems[0][4 * RATE + i] + (double) duo.stems[1][4 * RATE + i]));
  ct_player_free (player);
  clear_duo (&duo);
}

static void
test_solo (void)
{
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  for (int t = 0; t < 2; t++)
    {
      g_autofree float *out = NULL;
      double error;

      duo.tracks[t].solo = true;
      ct_player_set_tracks (player, duo.tracks, 2);
      out = play_part (player);
      error = error_db (out, duo.stems[t] + 4 * RATE, 4 * RATE, 0, 1);
      g_test_message ("solo %d: %.1f dB", t, error);
      g_assert_cmpfloat (error, <, -15);
      duo.tracks[t].solo = false;
    }
  ct_player_free (player);
  clear_duo (&duo);
}

static void
test_mute_volume_pan (void)
{
  g_autofree float *out = NULL;
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  duo.tracks[0].mute = true;
  duo.tracks[1].volume = 0.5f;
  duo.tracks[1].pan = -0.5f;
  ct_player_set_tracks (player, duo.tracks, 2);
  out = play_part (player);
  g_assert_cmpfloat (error_db (out, duo.stems[1] + 4 * RATE, 4 * RATE, 0, 0.5), <, -12);
  g_assert_cmpfloat (error_db (out, duo.stems[1] + 4 * RATE, 4 * RATE, 1, 0.25), <, -10);
  ct_player_free (player);
  clear_duo (&duo);
}

/* The rest alone is next to nothing; tracks alone and the rest alone add up to the recording. */
static void
test_buses (void)
{
  g_autofree float *rest = NULL, *tracks = NULL, *nothing = NULL;
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  ct_player_set_volume (player, CT_PLAYER_TRACKS, 0);
  rest = play_part (player);
  g_assert_cmpfloat (test_sound_level (rest, 2, 0, GATE, 4 * RATE), <,
                     0.25 * test_sound_level (duo.stems[0], 2, 0, 0, FRAMES));
  ct_player_set_volume (player, CT_PLAYER_TRACKS, 1);
  ct_player_set_volume (player, CT_PLAYER_REST, 0);
  tracks = play_part (player);
  for (int i = 0; i < 8 * RATE; i++)
    {
      tracks[i] += rest[i];
      rest[i] = duo.stems[0][4 * RATE + i] + duo.stems[1][4 * RATE + i];
    }
  g_assert_cmpfloat (error_db (tracks + 4000, rest + 4000, 4 * RATE - 4000, 0, 1), <, -60);
  ct_player_set_volume (player, CT_PLAYER_MASTER, 0);
  nothing = play_part (player);
  g_assert_cmpfloat (test_sound_level (nothing, 2, 0, 4800, 4 * RATE), <, 1e-6);
  ct_player_free (player);
  clear_duo (&duo);
}

/* The notes alone, at their time and pitch: by the fade, and by a track's own choice. */
static void
test_notes (void)
{
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  ct_player_set_fade (player, 1);
  duo.tracks[1].mute = true;
  ct_player_set_tracks (player, duo.tracks, 2);
  {
    g_autofree float *out = play_part (player);
    gsize onset = test_sound_onset (out, 2, 0, 4 * RATE, 0.02);

    g_assert_cmpfloat_with_epsilon (frequency (out, RATE / 2, RATE * 7 / 10, RATE), 261.63, 1.5);
    /* within the note's attack, which is long where it was measured with a window of 93 ms */
    g_assert_cmpfloat_with_epsilon ((double) onset / RATE, 0.1, 0.03);
    g_assert_cmpfloat (test_sound_level (out, 2, 0, 4 * RATE - 3000, 4 * RATE), <, 0.02);
  }
  ct_player_set_fade (player, 0);
  duo.tracks[1] = (CtPlayerTrack){ .volume = 1, .solo = true, .synthesised = true, .program = 73 };
  ct_player_set_tracks (player, duo.tracks, 2);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat_with_epsilon (frequency (out, RATE / 2, RATE * 7 / 10, RATE), 1174.66, 3);
    g_assert_cmpfloat (test_sound_level (out, 2, 0, 0, RATE / 20), <, 1e-3);
  }
  /* notes alone, without a recording */
  g_assert_cmpint (ct_player_open (player, NULL, 0), ==, CT_STATUS_OK);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat_with_epsilon (frequency (out, RATE / 2, RATE * 7 / 10, RATE), 1174.66, 3);
  }
  ct_player_free (player);
  clear_duo (&duo);
}

/* Drums of the recording are muted and soloed as tracks are, and nothing synthesises them as notes. */
static void
test_drums (void)
{
  g_autofree float *drums = g_new0 (float, 2 * FRAMES), *mix = g_new0 (float, 2 * FRAMES), *without = NULL,
                   *alone = NULL, *silent = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  CtNote notes[3 * SECONDS];
  CtPlayerTrack tracks[3];
  CtPlayer *player;
  Duo duo;

  make_duo (&duo);
  memcpy (notes, duo.notes, sizeof duo.notes);
  for (int s = 0; s < SECONDS; s++)
    {
      const CtHit hit = { s + 0.4, 1, 0 };

      notes[2 * SECONDS + s] = ct_hit_to_note (&hit, 2);
      for (int i = 0; i < RATE / 5; i++)
        for (int c = 0; c < 2; c++)
          drums[2 * ((int) (hit.time_s * RATE) + i) + c] = (float) (g_rand_double_range (rand, -0.5, 0.5)
                                                                    * exp (-i / (0.03 * RATE)));
    }
  for (int i = 0; i < 2 * FRAMES; i++)
    {
      mix[i] = duo.stems[0][i] + duo.stems[1][i] + drums[i];
      duo.stems[0][i] += duo.stems[1][i];
    }
  path = test_sound_write ("drums.wav", WAV_FLOAT, RATE, 2, mix, FRAMES);
  player = stepped_player_open (path, RATE);
  tracks[0] = tracks[1] = tracks[2] = plain_track;
  tracks[2].mute = true;
  g_assert_cmpint (ct_player_set_score (player, notes, 3 * SECONDS, tracks, 3), ==, CT_STATUS_OK);
  without = play_part (player);
  g_assert_cmpfloat (error_db (without, duo.stems[0] + 4 * RATE, 4 * RATE, 0, 1), <,
                     error_db (mix + 4 * RATE, duo.stems[0] + 4 * RATE, 4 * RATE, 0, 1) - 6);
  tracks[2] = plain_track;
  tracks[2].solo = true;
  ct_player_set_tracks (player, tracks, 3);
  alone = play_part (player);
  g_assert_cmpfloat (error_db (alone, drums + 4 * RATE, 4 * RATE, 0, 1), <, -6);
  ct_player_set_fade (player, 1);
  silent = play_part (player);
  g_assert_cmpfloat (test_sound_level (silent, 2, 0, GATE, 4 * RATE), <, 1e-6);
  ct_player_free (player);
  clear_duo (&duo);
}

static CtStatus
make_player (void *data)
{
  CtPlayerOptions options = { .stepped = true, .rate_hz = RATE, .n_threads = 1 };
  Duo *duo = data;
  CtPlayer *player;
  CtStatus status = ct_player_new (&options, &player);

  if (status != CT_STATUS_OK)
    {
      g_assert_null (player);
      return status;
    }
  status = ct_player_open (player, duo->path, 0);
  if (status == CT_STATUS_OK)
    status = ct_player_set_score (player, duo->notes, 2 * SECONDS, duo->tracks, 2);
  ct_player_free (player);
  return status;
}

/* Once it plays, playing needs no memory but what Rubber Band takes. */
static void
test_no_memory (void)
{
  Duo duo;
  CtPlayer *player;
  float out[2 * 64];

  make_duo (&duo);
  failing_allocator_try_all (make_player, &duo);
  player = open_duo (&duo);
  ct_player_play (player);
  ct_player_step (player, out, 64);
  failing_allocator_set (0);
  for (int i = 0; i < 200; i++)
    ct_player_step (player, out, 64);
  g_assert_false (failing_allocator_failed ());
  failing_allocator_set (-1);
  ct_player_free (player);
  clear_duo (&duo);
}

/* A score for which there was no memory is isolated when it is set once more. */
static void
test_set_again (void)
{
  Duo duo;

  make_duo (&duo);
  for (int nth = 0, failed = 1; failed; nth++)
    {
      CtPlayer *player = stepped_player_open (duo.path, RATE);
      CtStatus status;

      failing_allocator_set (nth);
      status = ct_player_set_score (player, duo.notes, 2 * SECONDS, duo.tracks, 2);
      failed = failing_allocator_failed ();
      failing_allocator_set (-1);
      g_assert_cmpint (status, ==, failed ? CT_STATUS_NO_MEMORY : CT_STATUS_OK);
      g_assert_cmpfloat (ct_player_isolated (player), ==, failed);
      g_assert_cmpint (ct_player_set_score (player, duo.notes, 2 * SECONDS, duo.tracks, 2), ==, CT_STATUS_OK);
      g_assert_cmpfloat (ct_player_isolated (player), ==, 0);
      ct_player_free (player);
    }
  clear_duo (&duo);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-tracks/unchanged", test_unchanged);
  g_test_add_func ("/player-tracks/solo", test_solo);
  g_test_add_func ("/player-tracks/mute-volume-pan", test_mute_volume_pan);
  g_test_add_func ("/player-tracks/buses", test_buses);
  g_test_add_func ("/player-tracks/drums", test_drums);
  g_test_add_func ("/player-tracks/notes", test_notes);
  g_test_add_func ("/player-tracks/no-memory", test_no_memory);
  g_test_add_func ("/player-tracks/set-again", test_set_again);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
