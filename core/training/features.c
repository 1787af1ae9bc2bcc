/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what the networks are trained on, as the engine computes it: raw little-endian float32.
 *
 *   coloratura-features IN --transform OUT.f32      the complex transform, [frames][288][2] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ct-audio-file.h"
#include "ct-cqt.h"
#include "ct-resampler.h"

#define BLOCK_FRAMES 512

typedef struct
{
  float *samples; /* [n] */
  size_t n;
} Sound;

static CtStatus
read_sound (const char *path, Sound *sound)
{
  CtTimeSpan span = { 0, INFINITY };
  CtAudioFile *file = NULL;
  CtResampler *resampler = NULL;
  size_t got = 1, size = 0;
  CtStatus status = ct_audio_file_open (path, &file);

  if (status == CT_STATUS_OK)
    status = ct_resampler_new (file, &span, &resampler);
  while (status == CT_STATUS_OK && got)
    {
      float *samples = realloc (sound->samples, (size += 1 << 18) * sizeof *samples);

      if (!samples)
        {
          status = CT_STATUS_NO_MEMORY;
          break;
        }
      sound->samples = samples;
      status = ct_resampler_read (resampler, samples + sound->n, size - sound->n, &got);
      sound->n += got;
    }
  ct_resampler_free (resampler);
  ct_audio_file_close (file);
  return status;
}

/* Copies samples [at, at + n) of the sound, zeros outside it. */
static void
copy_padded (const Sound *sound, long at, size_t n, float *to)
{
  for (size_t i = 0; i < n; i++)
    {
      long from = at + (long) i;

      to[i] = from >= 0 && (size_t) from < sound->n ? sound->samples[from] : 0.0f;
    }
}

static CtStatus
write_transform (const Sound *sound, FILE *file)
{
  size_t n_frames = sound->n / CT_CQT_HOP + 1;
  size_t n_in = (BLOCK_FRAMES - 1) * CT_CQT_HOP + 2 * CT_CQT_REACH;
  float *in = malloc (n_in * sizeof *in);
  float *out = malloc ((size_t) BLOCK_FRAMES * CT_CQT_BINS * 2 * sizeof *out);
  CtCqt *plan = NULL;
  CtCqtWork *work = NULL;
  CtStatus status = in && out ? ct_cqt_new (&plan) : CT_STATUS_NO_MEMORY;

  if (status == CT_STATUS_OK)
    status = ct_cqt_work_new (plan, BLOCK_FRAMES, &work);
  for (size_t first = 0; status == CT_STATUS_OK && first < n_frames; first += BLOCK_FRAMES)
    {
      size_t n = n_frames - first < BLOCK_FRAMES ? n_frames - first : BLOCK_FRAMES;

      copy_padded (sound, (long) (first * CT_CQT_HOP) - CT_CQT_REACH, n_in, in);
      ct_cqt_execute (work, in, n, out);
      if (fwrite (out, sizeof *out * CT_CQT_BINS * 2, n, file) != n)
        status = CT_STATUS_WRITE_FAILED;
    }
  ct_cqt_work_free (work);
  ct_cqt_free (plan);
  free (in);
  free (out);
  return status;
}

int
main (int argc, char **argv)
{
  Sound sound = { 0 };
  CtStatus status;
  FILE *file;

  if (argc != 4 || strcmp (argv[2], "--transform"))
    {
      fprintf (stderr, "usage: coloratura-features IN --transform OUT.f32\n");
      return 2;
    }
  status = read_sound (argv[1], &sound);
  if (status != CT_STATUS_OK)
    {
      fprintf (stderr, "coloratura-features: %s: %s\n", argv[1], ct_status_string (status));
      return 1;
    }
  file = fopen (argv[3], "wb");
  status = file ? write_transform (&sound, file) : CT_STATUS_WRITE_FAILED;
  if (file && fclose (file))
    status = CT_STATUS_WRITE_FAILED;
  free (sound.samples);
  if (status != CT_STATUS_OK)
    fprintf (stderr, "coloratura-features: %s: %s\n", argv[3], ct_status_string (status));
  return status == CT_STATUS_OK ? 0 : 1;
}
