/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mixer against its definition, written down plainly: a gain for each side of the recording, of each track and of
 * the notes; between pieces gains glide, within a piece they are lines. */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/audio/ct-sound-reader.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/isolation/ct-stem-cache.h"
#include "core/isolation/ct-stem-maker.h"
#include "core/playback/ct-mixer-private.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 22050
#define SECONDS 6
#define FRAMES (SECONDS * RATE)
#define N_TRACKS 2
#define MAX_FRAMES CT_MIXER_MAX_FRAMES

typedef struct
{
  float *sound; /* [FRAMES][channels] */
  int channels;
  char *path;
  CtNote notes[2 * SECONDS];
  CtSoundReader *reader;
  CtStemMaker *maker;
  CtMixer *mixer;
} Fixture;

/* Two instruments, two octaves apart, the one rather on the left, the other on the right. */
static void
set_up (Fixture *fixture, int channels)
{
  CtStemMakerOptions options = { .n_threads = 1, .stepped = true };

  fixture->channels = channels;
  fixture->sound = g_new0 (float, (gsize) channels *FRAMES);
  for (int i = 0; i < 2 * SECONDS; i++)
    {
      int t = i % N_TRACKS;
      CtNote note = { i / 2 + 0.1, i / 2 + 0.8, 1, (gint16) t, t ? 84 : 60, 100, false };
      double hz = 440 * pow (2, (note.midi - 69) / 12.0);

      fixture->notes[i] = note;
      for (int k = 0; k < 0.7 * RATE; k++)
        for (int c = 0; c < channels; c++)
          fixture->sound[channels * ((int) (note.onset_s * RATE) + k) + c] += (float) ((c == t ? 0.3 : 0.1)
                                                                                       * sin (2 * G_PI * hz * k
                                                                                              / RATE));
    }
  fixture->path = test_sound_write ("mix.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, RATE, channels, fixture->sound, FRAMES);
  g_assert_cmpint (ct_sound_reader_new (fixture->path, 0, NULL, &fixture->reader), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_stem_maker_new (fixture->reader, &options, &fixture->maker), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_stem_maker_set_notes (fixture->maker, fixture->notes, 2 * SECONDS, N_TRACKS), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_mixer_new (&fixture->mixer), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_mixer_set_sources (fixture->mixer, fixture->reader, fixture->maker, RATE, true), ==,
                   CT_STATUS_OK);
}

static void
tear_down (Fixture *fixture)
{
  ct_mixer_free (fixture->mixer);
  ct_stem_maker_free (fixture->maker);
  ct_sound_reader_free (fixture->reader);
  g_free (fixture->path);
  g_free (fixture->sound);
}

static CtMix
plain_mix (void)
{
  CtMix mix = { .n_tracks = N_TRACKS, .volumes = { 1, 1, 1, 1 } };

  for (int t = 0; t < N_TRACKS; t++)
    mix.tracks[t] = (CtPlayerTrack){ .volume = 1 };
  return mix;
}

/* ---- the definition ---- */

/* [0]: the rest; [1 + track]; each left and right. */
typedef float Gains[1 + N_TRACKS][2];

static void
define_gains (const CtMix *mix, Gains gains)
{
  float master = mix->volumes[CT_PLAYER_MASTER], fade = cosf ((float) G_PI_2 * mix->fade);
  bool any_solo = mix->tracks[0].solo || mix->tracks[1].solo;

  gains[0][0] = gains[0][1] = any_solo ? 0 : master * fade * mix->volumes[CT_PLAYER_REST];
  for (int t = 0; t < N_TRACKS; t++)
    {
      const CtPlayerTrack *track = &mix->tracks[t];
      bool heard = !track->mute && !track->synthesised && (!any_solo || track->solo);
      float gain = heard ? master * track->volume * fade * mix->volumes[CT_PLAYER_TRACKS] : 0;

      gains[1 + t][0] = gain * MIN (1, 1 - track->pan);
      gains[1 + t][1] = gain * MIN (1, 1 + track->pan);
    }
}

/* Nearer to the target by 63 % every 256 frames; what is within 1e-4 has arrived. */
static void
define_glide (Gains gains, Gains target, gsize n)
{
  for (int g = 0; g <= N_TRACKS; g++)
    for (int c = 0; c < 2; c++)
      {
        gains[g][c] += (1 - expf (-(float) n / 256)) * (target[g][c] - gains[g][c]);
        if (fabsf (gains[g][c] - target[g][c]) < 1e-4f)
          gains[g][c] = target[g][c];
      }
}

/* The sample of @track's stem at @frame: 0 where it is silent, and behind the end of the last, shorter block. */
static double
stem_sample (Fixture *fixture, int64_t frame, int track, int c)
{
  int64_t first = 0;
  int16_t stem_of[N_TRACKS];
  bool silent;
  CtStemBlock *block = ct_stem_maker_peek (fixture->maker, frame, &first, stem_of, N_TRACKS, &silent);
  double value = 0;

  if (block && stem_of[track] >= 0 && frame - first < (int64_t) block->n_frames)
    {
      gsize s = (gsize) stem_of[track], at = s * block->n_frames + (gsize) (frame - first);

      value = (double) block->scales[s]
              * (double) block->samples[at * block->channels + (block->channels == 2 ? (gsize) c : 0)];
    }
  if (block)
    ct_stem_block_unref (block);
  return value;
}

/* The recording without its tracks and the tracks, each with its gain. */
static double
define_sample (Fixture *fixture, int64_t frame, int c, Gains from, Gains to, double share)
{
  double gain = (double) from[0][c] + share * (double) (to[0][c] - from[0][c]), rest = 0, sum = 0;

  if (frame >= 0 && frame < FRAMES)
    rest = (double) fixture->sound[fixture->channels * frame + (fixture->channels == 2 ? c : 0)];
  for (int t = 0; t < N_TRACKS; t++)
    {
      double stem = stem_sample (fixture, frame, t, c);

      rest -= stem;
      sum += ((double) from[1 + t][c] + share * (double) (to[1 + t][c] - from[1 + t][c])) * stem;
    }
  return sum + gain * rest;
}

static void
assert_piece (Fixture *fixture, int64_t frame, gsize n, Gains from, Gains to)
{
  float out[2 * MAX_FRAMES];

  g_assert_cmpint (ct_mixer_render (fixture->mixer, frame, n, CT_MIXER_NO_CROSS, NULL, out), ==, CT_STATUS_OK);
  g_assert_false (ct_mixer_is_waiting (fixture->mixer));
  for (gsize i = 0; i < n; i++)
    for (int c = 0; c < 2; c++)
      g_assert_cmpfloat_with_epsilon (
          (double) out[2 * i + (gsize) c],
          define_sample (fixture, frame + (int64_t) i, c, from, to, (double) i / (double) n), 5e-5);
}

/* ---- tests ---- */

static void
random_mix (CtMix *mix)
{
  *mix = plain_mix ();
  for (int b = 0; b < CT_PLAYER_N_BUSES; b++)
    mix->volumes[b] = (float) g_test_rand_double_range (0, 2);
  if (g_test_rand_bit ())
    mix->fade = (float) g_test_rand_double_range (0, 1);
  for (int t = 0; t < N_TRACKS; t++)
    mix->tracks[t] = (CtPlayerTrack){ .volume = (float) g_test_rand_double_range (0, 2),
                                      .pan = (float) g_test_rand_double_range (-1, 1),
                                      .mute = g_test_rand_int_range (0, 4) == 0,
                                      .solo = g_test_rand_int_range (0, 4) == 0,
                                      .synthesised = g_test_rand_int_range (0, 4) == 0 };
}

/* Volumes, pan, mute and solo at once: no ramp. */
static void
test_gains (void)
{
  for (int channels = 1; channels <= 2; channels++)
    {
      Fixture fixture;

      set_up (&fixture, channels);
      for (int i = 0; i < 100; i++)
        {
          Gains gains;
          CtMix mix;

          random_mix (&mix);
          define_gains (&mix, gains);
          ct_mixer_set_mix (fixture.mixer, &mix, true);
          assert_piece (&fixture, g_test_rand_int_range (-100, FRAMES), (gsize) g_test_rand_int_range (1, 100), gains,
                        gains);
        }
      tear_down (&fixture);
    }
}

/* A change glides over many pieces of any length, and arrives. */
static void
test_ramps (void)
{
  Fixture fixture;
  Gains now, from, target;
  CtMix mix = plain_mix ();
  int64_t frame = RATE / 2;

  set_up (&fixture, 2);
  define_gains (&mix, now);
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  for (int i = 0; i < 20; i++)
    {
      random_mix (&mix);
      define_gains (&mix, target);
      ct_mixer_set_mix (fixture.mixer, &mix, false);
      for (int k = 0; k < 12; k++)
        {
          gsize n = (gsize) g_test_rand_int_range (1, MAX_FRAMES + 1);

          memcpy (from, now, sizeof from);
          define_glide (now, target, n);
          assert_piece (&fixture, frame, n, from, now);
          frame += (int64_t) n;
        }
    }
  for (int k = 0; k < 20; k++)
    {
      float out[2 * MAX_FRAMES];

      g_assert_cmpint (ct_mixer_render (fixture.mixer, frame, MAX_FRAMES, CT_MIXER_NO_CROSS, NULL, out), ==,
                       CT_STATUS_OK);
    }
  assert_piece (&fixture, 2 * RATE, MAX_FRAMES, target, target);
  tear_down (&fixture);
}

/* With all gains the same the recording comes out bit for bit, whatever the stems are. */
static void
test_exact (void)
{
  Fixture fixture;
  CtMix mix = plain_mix ();
  float out[2 * MAX_FRAMES];

  set_up (&fixture, 2);
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (ct_mixer_render (fixture.mixer, 5000, MAX_FRAMES, CT_MIXER_NO_CROSS, NULL, out), ==, CT_STATUS_OK);
  g_assert_cmpmem (out, sizeof out, fixture.sound + 2 * 5000, sizeof out);
  tear_down (&fixture);
}

/* The recording's side fades over to another place by the weights given. */
static void
test_cross (void)
{
  Fixture fixture;
  Gains gains;
  CtMix mix = plain_mix ();
  float weights[100], out[200];

  set_up (&fixture, 2);
  mix.tracks[0].volume = 0.5f;
  define_gains (&mix, gains);
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  for (int i = 0; i < 100; i++)
    weights[i] = 1 - 0.01f * (float) i;
  g_assert_cmpint (ct_mixer_render (fixture.mixer, 4000, 100, 70000, weights, out), ==, CT_STATUS_OK);
  for (int i = 0; i < 100; i++)
    for (int c = 0; c < 2; c++)
      {
        double here = define_sample (&fixture, 4000 + i, c, gains, gains, 0);
        double there = define_sample (&fixture, 70000 + i, c, gains, gains, 0);

        g_assert_cmpfloat_with_epsilon ((double) out[2 * i + c], there + (double) weights[i] * (here - there), 5e-5);
      }
  tear_down (&fixture);
}

/* The first of a piece of @n frames from @from in which there is a sound; -1: none. */
static int
first_sound (Fixture *fixture, int64_t from, gsize n)
{
  float out[2 * MAX_FRAMES];

  g_assert_cmpint (ct_mixer_render (fixture->mixer, from, n, CT_MIXER_NO_CROSS, NULL, out), ==, CT_STATUS_OK);
  for (gsize i = 0; i < n; i++)
    if (out[2 * i] != 0 || out[2 * i + 1] != 0)
      return (int) i;
  return -1;
}

/* The notes alone: silent up to a note's first frame, in the middle of it at once, and gone with their track. */
static void
test_notes (void)
{
  Fixture fixture;
  CtMix mix = plain_mix ();
  CtNote *notes = g_new (CtNote, 1);

  set_up (&fixture, 2);
  *notes = (CtNote){ 2.0, 3.0, 1, 0, 60, 100, false };
  ct_mixer_take_notes (fixture.mixer, notes, 1);
  mix.fade = 1;
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (first_sound (&fixture, 2 * RATE - 500, MAX_FRAMES), ==, -1);
  /* the first sample of an attack may be zero */
  g_assert_cmpint (ABS (first_sound (&fixture, 2 * RATE - 500 + MAX_FRAMES, MAX_FRAMES) - (500 - MAX_FRAMES)), <=, 1);
  ct_mixer_jump (fixture.mixer);
  first_sound (&fixture, 0, MAX_FRAMES); /* what sounded fades out */
  first_sound (&fixture, MAX_FRAMES, MAX_FRAMES);
  g_assert_cmpint (first_sound (&fixture, 2 * MAX_FRAMES, MAX_FRAMES), ==, -1);
  ct_mixer_jump (fixture.mixer);
  g_assert_cmpint (first_sound (&fixture, 2 * RATE + RATE / 2, MAX_FRAMES), <=, 1);
  mix.tracks[0].mute = true;
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  for (int i = 0; i < 4; i++)
    first_sound (&fixture, 2 * RATE + RATE / 2 + (1 + i) * MAX_FRAMES, MAX_FRAMES);
  g_assert_cmpint (first_sound (&fixture, 2 * RATE + RATE / 2 + 5 * MAX_FRAMES, MAX_FRAMES), ==, -1);
  tear_down (&fixture);
}

/* A track that is still being isolated is said to be missing; the recording is heard meanwhile. */
static void
test_waiting (void)
{
  Fixture fixture;
  CtMix mix = plain_mix ();
  float out[2 * MAX_FRAMES];

  set_up (&fixture, 2);
  g_assert_cmpint (ct_mixer_set_sources (fixture.mixer, fixture.reader, fixture.maker, RATE, false), ==, CT_STATUS_OK);
  ct_stem_maker_step (fixture.maker, 0); /* takes the notes over, and isolates another place */
  mix.tracks[1].mute = true;
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (ct_mixer_render (fixture.mixer, 5 * RATE, MAX_FRAMES, CT_MIXER_NO_CROSS, NULL, out), ==,
                   CT_STATUS_OK);
  g_assert_true (ct_mixer_is_waiting (fixture.mixer));
  g_assert_cmpmem (out, sizeof out, fixture.sound + 2 * 5 * RATE, sizeof out);
  ct_stem_maker_step (fixture.maker, 5 * RATE);
  g_assert_cmpint (ct_mixer_render (fixture.mixer, 5 * RATE, MAX_FRAMES, CT_MIXER_NO_CROSS, NULL, out), ==,
                   CT_STATUS_OK);
  g_assert_false (ct_mixer_is_waiting (fixture.mixer));
  tear_down (&fixture);
}

/* The first frame of the second from @from on that is not silent; -1: none. */
static int
first_heard (CtMixer *mixer, int from)
{
  float out[2 * MAX_FRAMES];

  ct_mixer_jump (mixer);
  for (int frame = from; frame < from + RATE; frame += MAX_FRAMES)
    {
      g_assert_cmpint (ct_mixer_render (mixer, frame, MAX_FRAMES, CT_MIXER_NO_CROSS, NULL, out), ==, CT_STATUS_OK);
      for (int i = 0; i < MAX_FRAMES; i++)
        if (fabsf (out[2 * i]) > 1e-3f)
          return frame + i;
    }
  return -1;
}

/* Hits are struck at their times as loudly as notes are faded in; without a recording always. */
static void
test_hits (void)
{
  Fixture fixture;
  CtMix mix = plain_mix ();
  CtPlayerHit *hits = malloc (2 * sizeof *hits);

  set_up (&fixture, 2);
  mix.volumes[CT_PLAYER_REST] = mix.volumes[CT_PLAYER_TRACKS] = 0;
  hits[0] = (CtPlayerHit){ 0.25, 1, 42 };
  hits[1] = (CtPlayerHit){ 2, 1, 36 };
  ct_mixer_take_hits (fixture.mixer, hits, 2);
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (first_heard (fixture.mixer, 0), ==, -1);
  mix.fade = 1;
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (ABS (first_heard (fixture.mixer, 0) - RATE / 4), <, 4);
  g_assert_cmpint (first_heard (fixture.mixer, 3 * RATE / 4), ==, -1); /* the tail is not begun again */
  g_assert_cmpint (ct_mixer_set_sources (fixture.mixer, NULL, NULL, RATE, true), ==, CT_STATUS_OK);
  mix.fade = 0;
  ct_mixer_set_mix (fixture.mixer, &mix, true);
  g_assert_cmpint (ABS (first_heard (fixture.mixer, 0) - RATE / 4), <, 4);
  tear_down (&fixture);
}

static CtStatus
make_mixer (void *data)
{
  CtMixer *mixer;
  CtStatus status = ct_mixer_new (&mixer);

  if (status == CT_STATUS_OK)
    status = ct_mixer_set_sources (mixer, data, NULL, RATE, true);
  ct_mixer_free (mixer);
  return status;
}

static void
test_no_memory (void)
{
  Fixture fixture;

  set_up (&fixture, 2);
  failing_allocator_try_all (make_mixer, fixture.reader);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/mixer/gains", test_gains);
  g_test_add_func ("/mixer/ramps", test_ramps);
  g_test_add_func ("/mixer/exact", test_exact);
  g_test_add_func ("/mixer/cross", test_cross);
  g_test_add_func ("/mixer/notes", test_notes);
  g_test_add_func ("/mixer/hits", test_hits);
  g_test_add_func ("/mixer/waiting", test_waiting);
  g_test_add_func ("/mixer/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
