/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The player stepped without a device: everything about it that can be told exactly. */
#include <glib.h>
#include <math.h>
#include <sndfile.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-player.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define RATE 48000
#define SECONDS 12
#define FRAMES (SECONDS * RATE)
#define WAV_FLOAT (SF_FORMAT_WAV | SF_FORMAT_FLOAT)
/* the gate opens over 5 ms */
#define GATE 300

static const CtPlayerTrack plain_track = { .volume = 1, .program = 73 };

static CtPlayer *
open_player (const char *path, int rate_hz)
{
  CtPlayerOptions options = { .stepped = true, .rate_hz = rate_hz, .n_threads = 1 };
  CtPlayer *player;

  g_assert_cmpint (ct_player_new (&options, &player), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_player_open (player, path), ==, CT_STATUS_OK);
  return player;
}

static float *
step (CtPlayer *player, gsize n)
{
  float *out = g_new (float, 2 * n);

  ct_player_step (player, out, n);
  return out;
}

/* A stereo recording of a sine, left 0.5, right 0.25. */
static char *
write_sine (int rate_hz, double hz)
{
  gsize n = (gsize) SECONDS * (gsize) rate_hz;
  g_autofree float *tone = test_sound_tone (rate_hz, 2, n, hz, 0.5, 0);

  return test_sound_write ("sine.wav", WAV_FLOAT, rate_hz, 2, tone, n);
}

/* The frequency of channel 0 of [@from, @to), by its upward zero crossings between samples. */
static double
frequency (const float *samples, gsize from, gsize to, int rate_hz)
{
  double first = -1, last = -1;
  int n = 0;

  for (gsize i = from + 1; i < to; i++)
    if (samples[2 * i - 2] < 0 && samples[2 * i] >= 0)
      {
        double a = (double) samples[2 * i - 2], b = (double) samples[2 * i];

        last = (double) i - b / (b - a);
        if (first < 0)
          first = last;
        else
          n++;
      }
  return n > 0 ? n * rate_hz / (last - first) : 0;
}

static void
expect_message (CtPlayer *player, CtPlayerEvent event)
{
  CtPlayerMessage message;

  g_assert_true (ct_player_take_message (player, &message));
  g_assert_cmpint (message.event, ==, event);
}

static void
expect_no_message (CtPlayer *player)
{
  CtPlayerMessage message;

  g_assert_false (ct_player_take_message (player, &message));
}

/* Played as it is, the recording comes out bit by bit. */
static void
test_exact (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0), *silence = NULL, *out = NULL, *rest = NULL;
  CtPlayer *player = open_player (path, RATE);

  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  silence = step (player, 1000);
  for (int i = 0; i < 2000; i++)
    g_assert_cmpfloat (silence[i], ==, 0);
  g_assert_cmpfloat (ct_player_duration_s (player), ==, SECONDS);
  ct_player_play (player);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PLAYING);
  out = step (player, 40000);
  g_assert_cmpmem (out + 2 * GATE, 2 * (40000 - GATE) * sizeof (float), tone + 2 * GATE,
                   2 * (40000 - GATE) * sizeof (float));
  for (int i = 1; i < 2 * GATE; i++)
    g_assert_cmpfloat (fabsf (out[i]), <=, fabsf (tone[i]));
  g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 40000.0 / RATE, 65.0 / RATE);
  /* to the end, which is told once */
  rest = step (player, FRAMES - 40000 + 500);
  g_assert_cmpmem (rest, 2 * (FRAMES - 40000) * sizeof (float), tone + 80000, 2 * (FRAMES - 40000) * sizeof (float));
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  expect_message (player, CT_PLAYER_EVENT_ENDED);
  expect_no_message (player);
  ct_player_free (player);
}

static void
test_pause_and_seek (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *tone = test_sound_tone (RATE, 2, FRAMES, 440, 0.5, 0);
  CtPlayer *player = open_player (path, RATE);

  ct_player_seek (player, 3);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 3);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 9600);

    g_assert_cmpmem (out + 2 * GATE, 1000, tone + 2 * (3 * RATE + GATE), 1000);
  }
  ct_player_pause (player);
  {
    g_autofree float *out = step (player, 9600), *again = NULL;
    int last = 0;
    double position;

    for (int i = 0; i < 19200; i++)
      if (out[i] != 0)
        last = i / 2;
    /* within 10 ms it is silent, without a jump */
    g_assert_cmpint (last, <, 480);
    for (int i = 1; i < 9600; i++)
      g_assert_cmpfloat (fabsf (out[2 * i] - out[2 * i - 2]), <, 0.05);
    position = ct_player_position_s (player);
    g_assert_cmpfloat_with_epsilon (position, 3.2, 0.01);
    g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
    /* and goes on where it stopped */
    ct_player_play (player);
    again = step (player, 4800);
    g_assert_cmpmem (again + 2 * GATE, 8000, tone + 2 * ((gsize) lrint (position * RATE) + GATE), 8000);
  }
  /* seeking while it plays: another place after less than 50 ms, crossfaded */
  ct_player_seek (player, 7);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 7);
  {
    g_autofree float *out = step (player, 9600);
    gsize at = (gsize) lrint (ct_player_position_s (player) * RATE);

    g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 7.2, 0.05);
    for (int i = 1; i < 9600; i++)
      g_assert_cmpfloat (fabsf (out[2 * i] - out[2 * i - 2]), <, 0.08);
    /* the place of the last piece, to the sample */
    g_assert_cmpmem (out + 2 * (9600 - 64), 2 * 64 * sizeof (float), tone + 2 * at, 2 * 64 * sizeof (float));
  }
  ct_player_stop (player);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 7);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  ct_player_seek (player, -3);
  g_assert_cmpfloat (ct_player_position_s (player), ==, 0);
  ct_player_seek (player, NAN);
  ct_player_seek (player, 1e12);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 9600);

    /* beyond the end it begins again */
    g_assert_cmpfloat (test_sound_level (out, 2, 0, 4800, 9600), >, 0.4);
  }
  ct_player_free (player);
}

/* A loop of whole periods is a tone without a seam, exactly as long as it should be; and the position wraps around. */
static void
test_loop (void)
{
  g_autofree char *path = write_sine (RATE, 400);
  CtPlayer *player = open_player (path, RATE);
  CtTimeSpan loop = { 1.0, 1.1 };

  ct_player_set_loop (player, &loop);
  ct_player_seek (player, 1.05);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 2 * RATE);
    g_autofree float *tone = test_sound_tone (RATE, 2, 3 * RATE, 400, 0.5, 0);

    for (int i = GATE; i < 2 * RATE; i++)
      g_assert_cmpfloat_with_epsilon (out[2 * i], tone[2 * (i % 4800 + RATE + 2400)], 2e-6);
  }
  for (int i = 0; i < 30; i++)
    {
      g_autofree float *out = step (player, 777);

      g_assert_cmpfloat (ct_player_position_s (player), >=, 0.999);
      g_assert_cmpfloat (ct_player_position_s (player), <, 1.1);
    }
  /* without it, playing goes on behind its end */
  ct_player_set_loop (player, NULL);
  {
    g_autofree float *out = step (player, RATE / 2);

    g_assert_cmpfloat (ct_player_position_s (player), >, 1.3);
  }
  ct_player_free (player);
}

/* The seam of a loop whose ends do not fit: a ramp shows every frame's place. */
static void
test_loop_seam (void)
{
  g_autofree float *ramp = g_new (float, 2 * FRAMES);
  g_autofree char *path = NULL;
  CtTimeSpan loop = { 2.0, 2.25 };
  CtPlayer *player;

  for (int i = 0; i < FRAMES; i++)
    ramp[2 * i] = ramp[2 * i + 1] = (float) i / FRAMES;
  path = test_sound_write ("ramp.wav", WAV_FLOAT, RATE, 2, ramp, FRAMES);
  player = open_player (path, RATE);
  ct_player_set_loop (player, &loop);
  ct_player_seek (player, 2.0);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, RATE);

    for (int i = GATE; i < RATE; i++)
      {
        int at = i % 12000, fade = 12000 - at;
        double expected = (double) ramp[2 * (2 * RATE + at)], before = (double) ramp[2 * (2 * RATE - fade)];

        if (fade < 241)
          expected = before + (expected - before) * fade / 241.0;
        g_assert_cmpfloat_with_epsilon ((double) out[2 * i], expected, 1e-5);
      }
  }
  ct_player_free (player);
}

static void
test_play_span (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  CtTimeSpan span = { 2, 2.5 };
  CtPlayer *player = open_player (path, RATE);

  ct_player_play_span (player, &span);
  {
    g_autofree float *out = step (player, RATE);
    int last = 0;

    for (int i = 0; i < RATE; i++)
      if (fabsf (out[2 * i + 1]) > 1e-3f)
        last = i;
    g_assert_cmpint (last, >=, RATE / 2 - 10);
    g_assert_cmpint (last, <, RATE / 2);
    g_assert_cmpfloat (fabsf (out[2 * last]), <, 0.01);
  }
  expect_message (player, CT_PLAYER_EVENT_ENDED);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  /* playing goes on behind it */
  ct_player_play (player);
  {
    g_autofree float *out = step (player, RATE / 2);

    g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 3, 0.01);
  }
  ct_player_free (player);
}

/* Every pair of rates: the same tone at the same pitch, level and time. */
static void
test_rates (void)
{
  static const int rates[][2] = { { 44100, 48000 }, { 48000, 44100 }, { 8000, 48000 }, { 96000, 44100 } };

  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    {
      g_autofree char *path = write_sine (rates[r][0], 440);
      CtPlayer *player = open_player (path, rates[r][1]);
      g_autofree float *out = NULL;

      ct_player_seek (player, 2);
      ct_player_play (player);
      out = step (player, (gsize) rates[r][1] * 2);
      for (int i = GATE * 2; i < rates[r][1] * 2; i++)
        g_assert_cmpfloat_with_epsilon ((double) out[2 * i], 0.5 * sin (2 * G_PI * 440 * i / rates[r][1]), 2e-3);
      g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 4, 65.0 / rates[r][1]);
      ct_player_free (player);
    }
}

/* Slower and faster with the pitch kept, and the position with it. */
static void
test_stretch (void)
{
  static const double speeds[] = { 0.25, 0.5, 0.8, 1.25, 2 };

  for (gsize s = 0; s < G_N_ELEMENTS (speeds); s++)
    {
      g_autofree char *path = write_sine (44100, 440);
      CtPlayer *player = open_player (path, RATE);
      g_autofree float *out = NULL;
      gsize n = (gsize) (5 * RATE);

      ct_player_set_speed (player, speeds[s], CT_PLAYER_STRETCH);
      ct_player_seek (player, 1);
      ct_player_play (player);
      out = step (player, n);
      g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 440, 0.5);
      g_assert_cmpfloat_with_epsilon (test_sound_level (out, 2, 0, n / 4, n), 0.5, 0.03);
      g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 1 + 5 * speeds[s], 0.02);
      ct_player_free (player);
    }
}

/* The end of a stretched recording comes when it should: what goes in comes out. */
static void
test_stretched_length (void)
{
  g_autofree char *path = write_sine (44100, 440);
  CtPlayer *player = open_player (path, RATE);
  gsize n = 0;

  ct_player_set_speed (player, 0.5, CT_PLAYER_STRETCH);
  ct_player_seek (player, SECONDS - 3);
  ct_player_play (player);
  while (ct_player_state (player) == CT_PLAYER_PLAYING && n < 10 * RATE)
    {
      g_autofree float *out = step (player, 64);

      n += 64;
    }
  g_assert_cmpfloat_with_epsilon ((double) n / RATE, 6, 0.05);
  ct_player_free (player);
}

static void
test_varispeed_and_pitch (void)
{
  g_autofree char *path = write_sine (44100, 440);
  CtPlayer *player = open_player (path, RATE);
  gsize n = 2 * RATE;

  ct_player_play (player);
  ct_player_set_speed (player, 0.5, CT_PLAYER_VARISPEED);
  {
    g_autofree float *out = step (player, n);

    g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 220, 0.2);
    g_assert_cmpfloat_with_epsilon (ct_player_position_s (player), 1, 0.06);
  }
  ct_player_set_speed (player, 1.5, CT_PLAYER_VARISPEED);
  {
    g_autofree float *out = step (player, n);

    g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 660, 0.5);
    g_assert_cmpfloat_with_epsilon (test_sound_level (out, 2, 0, n / 4, n), 0.5, 0.01);
  }
  ct_player_set_speed (player, 1, CT_PLAYER_STRETCH);
  ct_player_set_pitch (player, 12);
  {
    g_autofree float *out = step (player, n);

    g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 880, 1);
  }
  /* fine tuning: 30 cents */
  ct_player_set_pitch (player, 0.3);
  {
    g_autofree float *out = step (player, n);

    g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 440 * pow (2, 0.3 / 12), 0.5);
  }
  /* what is out of range changes nothing */
  ct_player_set_pitch (player, 100);
  ct_player_set_speed (player, 3, CT_PLAYER_STRETCH);
  ct_player_set_speed (player, NAN, CT_PLAYER_STRETCH);
  {
    g_autofree float *out = step (player, n);

    g_assert_cmpfloat_with_epsilon (frequency (out, n / 4, n, RATE), 440 * pow (2, 0.3 / 12), 0.5);
  }
  ct_player_free (player);
}

/* Changing the tempo in the middle makes no crack. */
static void
test_smooth_changes (void)
{
  g_autofree char *path = write_sine (RATE, 220);
  CtPlayer *player = open_player (path, RATE);
  float last = 0;

  ct_player_play (player);
  for (int i = 0; i < 60; i++)
    {
      g_autofree float *out = step (player, 4800);

      for (int k = 0; k < 4800; k++)
        {
          /* a sine of 0.5 at 220 Hz moves by at most 0.0144 a sample; at 330 Hz by 0.0216 */
          if (i > 0 || k > GATE)
            g_assert_cmpfloat (fabsf (out[2 * k] - last), <, 0.04);
          last = out[2 * k];
        }
      if (i % 6 == 1)
        ct_player_set_speed (player, 0.7, CT_PLAYER_STRETCH);
      if (i % 6 == 2)
        ct_player_set_speed (player, 0.5, CT_PLAYER_STRETCH);
      if (i % 6 == 3)
        ct_player_set_speed (player, 1.5, CT_PLAYER_VARISPEED);
      if (i % 6 == 4)
        ct_player_seek (player, 2);
      if (i % 6 == 5)
        ct_player_set_speed (player, 1, CT_PLAYER_STRETCH);
    }
  ct_player_free (player);
}

/* ---- tracks ---- */

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
  CtPlayer *player = open_player (duo->path, RATE);

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
  g_free (step (player, 4800));
  ct_player_seek (player, 2);
  ct_player_play (player);
  return step (player, 4 * RATE);
}

static void
test_solo_mute_volume_pan (void)
{
  Duo duo;
  CtPlayer *player;

  make_duo (&duo);
  player = open_duo (&duo);
  /* all as it is: the recording */
  {
    g_autofree float *out = play_part (player);

    for (int i = 2 * GATE; i < 8 * RATE; i++)
      g_assert_cmpfloat (out[i], ==,
                         (float) ((double) duo.stems[0][4 * RATE + i] + (double) duo.stems[1][4 * RATE + i]));
  }
  for (int t = 0; t < 2; t++)
    {
      duo.tracks[t].solo = true;
      ct_player_set_tracks (player, duo.tracks, 2);
      {
        g_autofree float *out = play_part (player);

        g_test_message ("solo %d: %.1f dB", t, error_db (out, duo.stems[t] + 4 * RATE, 4 * RATE, 0, 1));
        g_assert_cmpfloat (error_db (out, duo.stems[t] + 4 * RATE, 4 * RATE, 0, 1), <, -15);
      }
      duo.tracks[t].solo = false;
    }
  duo.tracks[0].mute = true;
  duo.tracks[1].volume = 0.5f;
  duo.tracks[1].pan = -0.5f;
  ct_player_set_tracks (player, duo.tracks, 2);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat (error_db (out, duo.stems[1] + 4 * RATE, 4 * RATE, 0, 0.5), <, -12);
    g_assert_cmpfloat (error_db (out, duo.stems[1] + 4 * RATE, 4 * RATE, 1, 0.25), <, -10);
  }
  /* nothing but the rest: next to nothing */
  duo.tracks[0].mute = false;
  ct_player_set_tracks (player, duo.tracks, 2);
  ct_player_set_volume (player, CT_PLAYER_TRACKS, 0);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat (test_sound_level (out, 2, 0, GATE, 4 * RATE), <,
                       0.25 * test_sound_level (duo.stems[0], 2, 0, 0, FRAMES));
  }
  /* tracks alone and the rest alone add up to the recording */
  duo.tracks[0] = duo.tracks[1] = plain_track;
  ct_player_set_tracks (player, duo.tracks, 2);
  {
    g_autofree float *rest = play_part (player), *tracks = NULL;

    ct_player_set_volume (player, CT_PLAYER_TRACKS, 1);
    ct_player_set_volume (player, CT_PLAYER_REST, 0);
    tracks = play_part (player);
    for (int i = 0; i < 8 * RATE; i++)
      tracks[i] += rest[i];
    for (int i = 0; i < 8 * RATE; i++)
      rest[i] = duo.stems[0][4 * RATE + i] + duo.stems[1][4 * RATE + i];
    g_assert_cmpfloat (error_db (tracks + 4000, rest + 4000, 4 * RATE - 4000, 0, 1), <, -60);
  }
  ct_player_set_volume (player, CT_PLAYER_MASTER, 0);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat (test_sound_level (out, 2, 0, 4800, 4 * RATE), <, 1e-6);
  }
  ct_player_free (player);
  clear_duo (&duo);
}

/* How many frames until a change is heard, and whether without a crack. */
static gsize
frames_to_silence (CtPlayer *player)
{
  g_autofree float *out = step (player, RATE / 2);
  gsize last = 0;

  for (gsize i = 1; i < RATE / 2; i++)
    {
      if (fabsf (out[2 * i]) > 0.05f)
        last = i;
      g_assert_cmpfloat (fabsf (out[2 * i] - out[2 * i - 2]), <, 0.1);
    }
  return last;
}

/* At once and after 20 s: nothing piles up on the way. */
static void
assert_change_within (const char *path, int rate_hz, double speed, CtPlayerSpeedMode mode, double seconds)
{
  CtTimeSpan loop = { 0, 10 };
  CtPlayer *player = open_player (path, rate_hz);

  ct_player_set_loop (player, &loop);
  ct_player_set_speed (player, speed, mode);
  ct_player_play (player);
  for (int i = 0; i < 2; i++)
    {
      double took_s;

      g_free (step (player, i == 0 ? RATE : 19 * RATE));
      ct_player_set_volume (player, CT_PLAYER_REST, 0);
      took_s = (double) frames_to_silence (player) / rate_hz;
      g_test_message ("%d Hz, speed %.1f: %.0f ms", rate_hz, speed, 1e3 * took_s);
      g_assert_cmpfloat (took_s, <, seconds);
      ct_player_set_volume (player, CT_PLAYER_REST, 1);
    }
  ct_player_free (player);
}

static void
test_change_latency (void)
{
  g_autofree char *path = write_sine (RATE, 440);

  assert_change_within (path, RATE, 1, CT_PLAYER_STRETCH, 0.050);
  /* soxr works in blocks; and on a tape at half speed what was mixed lasts twice as long */
  assert_change_within (path, RATE + 3900, 1, CT_PLAYER_STRETCH, 0.070);
  assert_change_within (path, RATE, 0.5, CT_PLAYER_VARISPEED, 0.090);
  assert_change_within (path, RATE, 0.5, CT_PLAYER_STRETCH, 0.150);
  assert_change_within (path, RATE + 3900, 0.5, CT_PLAYER_STRETCH, 0.180);
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
  g_assert_cmpint (ct_player_open (player, NULL), ==, CT_STATUS_OK);
  {
    g_autofree float *out = play_part (player);

    g_assert_cmpfloat_with_epsilon (frequency (out, RATE / 2, RATE * 7 / 10, RATE), 1174.66, 3);
  }
  ct_player_free (player);
  clear_duo (&duo);
}

/* A touched note sounds at once, beside everything else and while nothing plays. */
static void
test_touch (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  CtPlayer *player = open_player (path, RATE);
  float left, right;

  ct_player_note_on (player, -1, 69, 100, INFINITY);
  {
    g_autofree float *out = step (player, 9600);

    g_assert_cmpuint (test_sound_onset (out, 2, 0, 9600, 0.02), <, RATE / 50);
    g_assert_cmpfloat_with_epsilon (frequency (out, 960, 9600, RATE), 440, 1);
  }
  ct_player_levels (player, &left, &right);
  g_assert_cmpfloat (left, >, 0.05);
  ct_player_note_off (player, 69);
  g_free (step (player, 2 * RATE));
  {
    g_autofree float *out = step (player, 960);

    for (int i = 0; i < 1920; i++)
      g_assert_cmpfloat (out[i], ==, 0);
  }
  /* nonsense is passed over, too many notes are not too many */
  ct_player_note_on (player, 5, 200, 100, 1);
  ct_player_note_on (player, 5, 60, 0, 1);
  ct_player_note_on (player, 5, 60, 100, NAN);
  for (int i = 0; i < 500; i++)
    ct_player_note_on (player, 0, 30 + i % 60, 100, 0.1);
  g_free (step (player, RATE));
  ct_player_all_notes_off (player);
  g_free (step (player, 3 * RATE));
  {
    g_autofree float *out = step (player, 960);

    for (int i = 0; i < 1920; i++)
      g_assert_cmpfloat (out[i], ==, 0);
  }
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  ct_player_free (player);
}

static void
test_problems (void)
{
  g_autofree char *missing = test_sound_path ("missing.wav"), *cut = NULL, *bytes = NULL;
  g_autofree char *path = write_sine (RATE, 440);
  CtPlayer *player = open_player (path, RATE);
  gsize size;

  g_assert_cmpint (ct_player_open (player, missing), ==, CT_STATUS_NOT_FOUND);
  ct_player_play (player);
  {
    g_autofree float *out = step (player, 4800);

    for (int i = 0; i < 9600; i++)
      g_assert_cmpfloat (out[i], ==, 0);
  }
  /* a file that turns out to be damaged while it plays */
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + size / 4, 0xff, 16);
  cut = test_sound_write_bytes ("nan.wav", bytes, size);
  g_assert_cmpint (ct_player_open (player, cut), ==, CT_STATUS_OK);
  while (ct_player_take_message (player, &(CtPlayerMessage){ 0 }))
    ;
  ct_player_play (player);
  g_free (step (player, 6 * RATE));
  expect_message (player, CT_PLAYER_EVENT_UNREADABLE);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_PAUSED);
  ct_player_free (player);
  ct_player_free (NULL);
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
  status = ct_player_open (player, duo->path);
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

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player/exact", test_exact);
  g_test_add_func ("/player/pause-and-seek", test_pause_and_seek);
  g_test_add_func ("/player/loop", test_loop);
  g_test_add_func ("/player/loop-seam", test_loop_seam);
  g_test_add_func ("/player/play-span", test_play_span);
  g_test_add_func ("/player/rates", test_rates);
  g_test_add_func ("/player/stretch", test_stretch);
  g_test_add_func ("/player/stretched-length", test_stretched_length);
  g_test_add_func ("/player/varispeed-and-pitch", test_varispeed_and_pitch);
  g_test_add_func ("/player/smooth-changes", test_smooth_changes);
  g_test_add_func ("/player/solo-mute-volume-pan", test_solo_mute_volume_pan);
  g_test_add_func ("/player/change-latency", test_change_latency);
  g_test_add_func ("/player/notes", test_notes);
  g_test_add_func ("/player/touch", test_touch);
  g_test_add_func ("/player/problems", test_problems);
  g_test_add_func ("/player/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
