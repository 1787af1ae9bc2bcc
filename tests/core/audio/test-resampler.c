/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <sndfile.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-resampler.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/test-sound.h"

#define WAV_FLOAT (SF_FORMAT_WAV | SF_FORMAT_FLOAT)
#define RATE CT_ANALYSIS_RATE_HZ

static const CtTimeSpan whole = { 0, INFINITY };
static const int rates[] = { 8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 192000 };

/* What @span of the file at @path becomes, read in pieces of @piece. */
static float *
resample (const char *path, const CtTimeSpan *span, gsize piece, gsize *n)
{
  gsize room = 4 * RATE, n_read;
  float *samples = g_new (float, room);
  CtAudioFile *file;
  CtResampler *resampler;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_new (file, span, &resampler), ==, CT_STATUS_OK);
  *n = 0;
  do
    {
      g_assert_cmpuint (*n + piece, <=, room);
      g_assert_cmpint (ct_resampler_read (resampler, samples + *n, piece, &n_read), ==, CT_STATUS_OK);
      g_assert_cmpuint (n_read, <=, piece);
      *n += n_read;
    }
  while (n_read == piece);
  /* at the end it stays at the end */
  g_assert_cmpint (ct_resampler_read (resampler, samples + *n, 1, &n_read), ==, CT_STATUS_OK);
  g_assert_cmpuint (n_read, ==, 0);
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
  return samples;
}

static char *
write_tone (int rate_hz, int channels, gsize frames, double hz)
{
  g_autofree float *tone = test_sound_tone (rate_hz, channels, frames, hz, 0.5, 0);

  return test_sound_write ("tone.wav", WAV_FLOAT, rate_hz, channels, tone, frames);
}

static void
test_length (void)
{
  static const gsize lengths[] = { 1, 2, 10, 100, 1000, 4095, 4096, 4097, 8192, 20011 };

  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    for (gsize l = 0; l < G_N_ELEMENTS (lengths); l++)
      {
        g_autofree char *path = write_tone (rates[r], 2, lengths[l], 100);
        gsize n;
        g_autofree float *samples = resample (path, &whole, 1000, &n);

        g_assert_cmpfloat_with_epsilon ((double) n, (double) lengths[l] * RATE / rates[r], 1);
        for (gsize i = 0; i < n; i++)
          g_assert_true (fabsf (samples[i]) < 1);
      }
}

/* A click stays where it is, and is no louder or softer than its band allows. */
static void
test_click (void)
{
  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    for (gsize i = 1; i < 10; i++)
      {
        gsize rate = (gsize) rates[r], at = i * rate / 10, peak = 0, n;
        g_autofree float *click = g_new0 (float, rate);
        g_autofree char *path = NULL;
        g_autofree float *samples = NULL;

        click[at] = 0.5f;
        path = test_sound_write ("click.wav", WAV_FLOAT, rates[r], 1, click, rate);
        samples = resample (path, &whole, 5000, &n);
        for (gsize j = 0; j < n; j++)
          if (fabsf (samples[j]) > fabsf (samples[peak]))
            peak = j;
        g_assert_cmpfloat_with_epsilon ((double) peak, (double) at * RATE / (double) rate, 0.501);
        g_assert_cmpfloat (samples[peak], >, 0.25 * MIN (1, (double) RATE / (double) rate));
      }
}

/* Away from the ends, the samples are those of the tone itself at the new rate: level, frequency and phase. */
static void
test_tone (void)
{
  static const double tones_hz[] = { 32.7, 440, 3000 };

  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    for (gsize t = 0; t < G_N_ELEMENTS (tones_hz); t++)
      {
        g_autofree char *path = write_tone (rates[r], 1, (gsize) rates[r], tones_hz[t]);
        gsize n;
        g_autofree float *samples = resample (path, &whole, 4096, &n);

        g_assert_cmpint (n, ==, RATE);
        for (gsize i = 2000; i < n - 2000; i++)
          g_assert_cmpfloat_with_epsilon (samples[i], 0.5 * sin (2 * G_PI * tones_hz[t] * (double) i / RATE), 1e-4);
      }
}

/* The highest partials the transform looks at pass; what would fold back over them does not. */
static void
test_band (void)
{
  g_autofree char *inside = write_tone (44100, 1, 44100, 8500);
  gsize n;
  g_autofree float *pass = resample (inside, &whole, 4096, &n);
  g_autofree char *outside = write_tone (44100, 1, 44100, 13000);
  g_autofree float *stop = resample (outside, &whole, 4096, &n);

  g_assert_cmpfloat_with_epsilon (test_sound_level (pass, 1, 0, 2000, n - 2000), 0.5, 1e-3);
  g_assert_cmpfloat (test_sound_level (stop, 1, 0, 2000, n - 2000), <, 1e-5);
}

static void
test_same_rate (void)
{
  g_autofree float *tone = test_sound_tone (RATE, 1, 10000, 440, 0.5, 0);
  g_autofree char *path = test_sound_write ("same.wav", WAV_FLOAT, RATE, 1, tone, 10000);
  gsize n;
  g_autofree float *samples = resample (path, &whole, 3000, &n);

  g_assert_cmpmem (samples, n * sizeof (float), tone, 10000 * sizeof (float));
}

static void
test_mix (void)
{
  for (int channels = 1; channels <= 8; channels++)
    {
      g_autofree float *frames = g_new (float, 5000 * (gsize) channels);
      g_autofree char *path = NULL;
      g_autofree float *samples = NULL;
      gsize n;

      for (gsize i = 0; i < 5000; i++)
        for (int c = 0; c < channels; c++)
          frames[i * (gsize) channels + (gsize) c] = (float) ((double) (i % 100) / 100 * (c + 1) / channels);
      path = test_sound_write ("mix.wav", WAV_FLOAT, RATE, channels, frames, 5000);
      samples = resample (path, &whole, 1111, &n);
      g_assert_cmpint (n, ==, 5000);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (samples[i], (double) (i % 100) / 100 * (channels + 1) / (2.0 * channels), 1e-6);
    }
}

static void
test_opposite_channels (void)
{
  g_autofree float *frames = g_new (float, 2 * 44100);
  g_autofree char *path = NULL;
  g_autofree float *samples = NULL;
  gsize n;

  for (gsize i = 0; i < 44100; i++)
    {
      frames[2 * i] = (float) sin (0.05 * (double) i);
      frames[2 * i + 1] = -frames[2 * i];
    }
  path = test_sound_write ("opposite.wav", WAV_FLOAT, 44100, 2, frames, 44100);
  samples = resample (path, &whole, 10000, &n);
  g_assert_cmpint (n, ==, RATE);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (samples[i], ==, 0);
}

/* The mean as without the side, and half of the difference; of more channels, every other one is subtracted. */
static void
test_side (void)
{
  for (int channels = 1; channels <= 8; channels++)
    {
      g_autofree float *frames = g_new (float, 5000 * (gsize) channels), *samples = g_new0 (float, 2 * 6000);
      g_autofree char *path = NULL;
      double sign_sum = 0;
      CtAudioFile *file;
      CtResampler *resampler;
      gsize n, made;

      for (int c = 0; c < channels; c++)
        sign_sum += (c % 2 ? -1.0 : 1.0) * (c + 1) / channels;
      for (gsize i = 0; i < 5000; i++)
        for (int c = 0; c < channels; c++)
          frames[i * (gsize) channels + (gsize) c] = (float) ((double) (i % 100) / 100 * (c + 1) / channels);
      path = test_sound_write ("side.wav", WAV_FLOAT, RATE, channels, frames, 5000);
      g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_resampler_new_with_side (file, &whole, &resampler), ==, CT_STATUS_OK);
      made = (gsize) ct_resampler_channels (resampler);
      g_assert_cmpuint (made, ==, channels > 1 ? 2 : 1);
      g_assert_cmpint (ct_resampler_read (resampler, samples, 6000, &n), ==, CT_STATUS_OK);
      g_assert_cmpuint (n, ==, 5000);
      for (gsize i = 0; i < n; i++)
        {
          double x = (double) (i % 100) / 100;

          g_assert_cmpfloat_with_epsilon (samples[made * i], x * (channels + 1) / (2.0 * channels), 1e-6);
          if (made > 1)
            g_assert_cmpfloat_with_epsilon (samples[made * i + 1], x * sign_sum / channels, 1e-6);
        }
      ct_resampler_free (resampler);
      ct_audio_file_close (file);
    }
}

/* Both channels of the stream pass the same filter. */
static void
test_side_of_a_tone (void)
{
  g_autofree float *frames = g_new (float, 2 * 44100), *samples = g_new (float, 2 * 2 * RATE);
  g_autofree char *path = NULL;
  CtAudioFile *file;
  CtResampler *resampler;
  gsize n;

  for (gsize i = 0; i < 44100; i++)
    {
      frames[2 * i] = (float) (0.5 * sin (2 * G_PI * 440 * (double) i / 44100));
      frames[2 * i + 1] = -frames[2 * i];
    }
  path = test_sound_write ("opposite.wav", WAV_FLOAT, 44100, 2, frames, 44100);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_new_with_side (file, &whole, &resampler), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_read (resampler, samples, 2 * RATE, &n), ==, CT_STATUS_OK);
  g_assert_cmpuint (n, ==, RATE);
  for (gsize i = 2000; i < n - 2000; i++)
    {
      g_assert_cmpfloat (samples[2 * i], ==, 0);
      g_assert_cmpfloat_with_epsilon (samples[2 * i + 1], 0.5 * sin (2 * G_PI * 440 * (double) i / RATE), 1e-4);
    }
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
}

static void
test_span (void)
{
  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    {
      static const CtTimeSpan spans[] = { { 0, 0.5 }, { 0.2, 0.7 }, { 0.5, 1 }, { 0.5, 100 }, { 0.5, INFINITY } };
      g_autofree char *path = write_tone (rates[r], 2, (gsize) rates[r], 500);

      for (gsize s = 0; s < G_N_ELEMENTS (spans); s++)
        {
          gsize n;
          g_autofree float *samples = resample (path, &spans[s], 4096, &n);

          g_assert_cmpfloat_with_epsilon ((double) n, 0.5 * RATE, 1.5);
          for (gsize i = 2000; i < n - 2000; i++)
            {
              /* a span begins at a whole frame */
              double t = (double) i / RATE + floor (spans[s].start_s * rates[r] + 0.5) / rates[r];

              /* two channels of 0.5 and 0.25 */
              g_assert_cmpfloat_with_epsilon (samples[i], 0.375 * sin (2 * G_PI * 500 * t), 1e-4);
            }
        }
    }
}

static void
test_empty_span (void)
{
  static const CtTimeSpan spans[] = { { 0, 0 }, { 0.5, 0.5 },       { 1, INFINITY },
                                      { 5, 6 }, { 1e30, INFINITY }, { 1e-9, 2e-9 } };
  g_autofree char *path = write_tone (44100, 2, 44100, 500);

  for (gsize s = 0; s < G_N_ELEMENTS (spans); s++)
    {
      gsize n;
      g_autofree float *samples = resample (path, &spans[s], 100, &n);

      g_assert_cmpint (n, ==, 0);
    }
}

static void
test_bad_span (void)
{
  static const CtTimeSpan spans[] = { { -1, 1 },       { 2, 1 }, { NAN, 1 }, { 0, NAN }, { INFINITY, INFINITY },
                                      { 0, -INFINITY } };
  g_autofree char *path = write_tone (44100, 2, 1000, 500);
  CtAudioFile *file;
  CtResampler *resampler;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  for (gsize s = 0; s < G_N_ELEMENTS (spans); s++)
    {
      g_assert_cmpint (ct_resampler_new (file, &spans[s], &resampler), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_null (resampler);
    }
  ct_resampler_free (NULL);
  ct_audio_file_close (file);
}

/* To the last bit the same, however much is asked for at a time. */
static void
test_pieces (void)
{
  static const gsize pieces[] = { 1, 7, 256, 4095, 4097, 44100 };

  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++)
    {
      g_autofree char *path = write_tone (rates[r], 2, (gsize) rates[r] / 2, 700);
      gsize n, m;
      g_autofree float *expected = resample (path, &whole, 22050, &n);

      for (gsize p = 0; p < G_N_ELEMENTS (pieces); p++)
        {
          g_autofree float *samples = resample (path, &whole, pieces[p], &m);

          g_assert_cmpmem (samples, m * sizeof (float), expected, n * sizeof (float));
        }
    }
}

static void
test_not_finite (void)
{
  g_autofree float *frames = g_new0 (float, 44100);
  g_autofree char *path = NULL;
  float samples[1000];
  CtAudioFile *file;
  CtResampler *resampler;
  CtStatus status;
  gsize n;

  frames[30000] = NAN;
  path = test_sound_write ("nan.wav", WAV_FLOAT, 44100, 1, frames, 44100);
  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_resampler_new (file, &whole, &resampler), ==, CT_STATUS_OK);
  do
    status = ct_resampler_read (resampler, samples, 1000, &n);
  while (status == CT_STATUS_OK && n > 0);
  g_assert_cmpint (status, ==, CT_STATUS_NOT_FINITE);
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
}

static CtStatus
make_and_read (void *data)
{
  CtResampler *resampler;
  CtStatus status = ct_resampler_new (data, &whole, &resampler);
  float samples[1000];
  gsize n;

  if (status != CT_STATUS_OK)
    {
      g_assert_null (resampler);
      return status;
    }
  /* reading allocates nothing */
  failing_allocator_set (0);
  for (int i = 0; i < 10 && status == CT_STATUS_OK; i++)
    status = ct_resampler_read (resampler, samples, 1000, &n);
  g_assert_cmpint (status, ==, CT_STATUS_OK);
  g_assert_false (failing_allocator_failed ());
  failing_allocator_set (-1);
  ct_resampler_free (resampler);
  return CT_STATUS_OK;
}

static void
test_no_memory (void)
{
  g_autofree char *path = write_tone (44100, 2, 44100, 500);
  CtAudioFile *file;

  g_assert_cmpint (ct_audio_file_open (path, &file), ==, CT_STATUS_OK);
  failing_allocator_try_all (make_and_read, file);
  ct_audio_file_close (file);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/resampler/length", test_length);
  g_test_add_func ("/resampler/click", test_click);
  g_test_add_func ("/resampler/tone", test_tone);
  g_test_add_func ("/resampler/band", test_band);
  g_test_add_func ("/resampler/same-rate", test_same_rate);
  g_test_add_func ("/resampler/mix", test_mix);
  g_test_add_func ("/resampler/opposite-channels", test_opposite_channels);
  g_test_add_func ("/resampler/side", test_side);
  g_test_add_func ("/resampler/side-of-a-tone", test_side_of_a_tone);
  g_test_add_func ("/resampler/span", test_span);
  g_test_add_func ("/resampler/empty-span", test_empty_span);
  g_test_add_func ("/resampler/bad-span", test_bad_span);
  g_test_add_func ("/resampler/pieces", test_pieces);
  g_test_add_func ("/resampler/not-finite", test_not_finite);
  g_test_add_func ("/resampler/no-memory", test_no_memory);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
