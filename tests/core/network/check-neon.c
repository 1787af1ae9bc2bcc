/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks against their golden vectors, without GLib, so that it can be built for another processor and run under
 * an emulator: check-neon DATA_FOLDER prints TAP. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/ct-note.h"
#include "core/notes/ct-acoustic-model.h"
#include "core/notes/ct-acoustic-state-private.h"
#include "core/notes/ct-acoustic-work-private.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/timbre/ct-memory-network.h"
#include "core/timbre/ct-timbre-encoder.h"
#include "core/timbre/ct-timbre-patterns.h"
#include "core/transform/ct-cqt.h"

#define FRAMES 40
#define NOTES 4
#define PATTERNS 24 /* of the memory's notes */
#define MEMORY_NOTES 32

static float *
read_floats (const char *folder, const char *name, size_t n)
{
  char path[4096];
  float *values = malloc (n * sizeof *values);
  FILE *file;

  snprintf (path, sizeof path, "%s/%s", folder, name);
  file = fopen (path, "rb");
  if (!file || !values || fread (values, sizeof *values, n, file) != n)
    {
      printf ("Bail out! cannot read %s\n", path);
      exit (1);
    }
  fclose (file);
  return values;
}

static float
acoustic_error (const CtWeights *weights, CtSimdLevel level, const float *input, const float *output)
{
  CtPosteriorgram *posteriors;
  CtAcousticModel *model;
  CtAcousticState *state;
  CtAcousticWork *work;
  float largest = 0;

  if (ct_posteriorgram_new (FRAMES, &posteriors) || ct_acoustic_model_new (weights, level, &model)
      || ct_acoustic_state_new (model, &state) || ct_acoustic_work_new (model, FRAMES, &work))
    return INFINITY;
  ct_acoustic_work_convolve_input (work, input, FRAMES);
  ct_acoustic_work_recur (work, state);
  ct_acoustic_work_output (work, posteriors);
  for (int i = 0; i < FRAMES * CT_N_PITCHES; i++)
    {
      largest = fmaxf (largest, fabsf (posteriors->onset[i] / 255.0f - output[2 * i]));
      largest = fmaxf (largest, fabsf (posteriors->frame[i] / 255.0f - output[2 * i + 1]));
    }
  ct_acoustic_work_free (work);
  ct_acoustic_state_free (state);
  ct_acoustic_model_free (model);
  ct_posteriorgram_free (posteriors);
  return largest;
}

static float
timbre_error (const CtWeights *weights, CtSimdLevel level, const float *input, const float *output)
{
  CtTimbreEncoder *encoder;
  CtTimbreWork *work;
  float largest = 0;

  if (ct_timbre_encoder_new (weights, level, &encoder) || ct_timbre_work_new (encoder, &work))
    return INFINITY;
  for (int note = 0; note < NOTES; note++)
    {
      float embedding[CT_EMBEDDING_SIZE];

      ct_timbre_encoder_execute (work, input + note * CT_TIMBRE_INPUT_SIZE, embedding);
      for (int i = 0; i < CT_EMBEDDING_SIZE; i++)
        largest = fmaxf (largest, fabsf (embedding[i] - output[note * CT_EMBEDDING_SIZE + i]));
    }
  ct_timbre_work_free (work);
  ct_timbre_encoder_free (encoder);
  return largest;
}

static float
memory_error (const CtWeights *weights,
              CtSimdLevel level,
              const float *embeddings,
              const float *places,
              const float *output)
{
  CtNote notes[MEMORY_NOTES] = { 0 };
  int fixed[MEMORY_NOTES];
  CtTimbrePatterns patterns = { .n = PATTERNS };
  CtMemoryNetwork *network;
  float timbres[MEMORY_NOTES * CT_TIMBRE_SIZE], largest = 0;

  for (int i = 0; i < MEMORY_NOTES; i++)
    {
      notes[i].onset_s = (double) places[4 * i];
      notes[i].offset_s = (double) places[4 * i + 1];
      notes[i].midi = (uint8_t) (CT_MIDI_LOW + (int) places[4 * i + 2]);
      fixed[i] = (int) places[4 * i + 3];
    }
  for (size_t i = 0; i < PATTERNS; i++)
    patterns.notes[i] = i;
  if (ct_memory_network_new (weights, level, &network) || !network
      || ct_memory_network_run (network, embeddings, notes, fixed, MEMORY_NOTES, &patterns, timbres))
    return INFINITY;
  for (int i = 0; i < MEMORY_NOTES * CT_TIMBRE_SIZE; i++)
    largest = fmaxf (largest, fabsf (timbres[i] - output[i]));
  ct_memory_network_free (network);
  return largest;
}

int
main (int argc, char **argv)
{
  static const CtSimdLevel levels[] = { CT_SIMD_SCALAR, CT_SIMD_BASELINE };
  CtWeights *weights;
  float *in_a, *out_a, *in_t, *out_t, *in_m, *note_m, *out_m;
  int failed = 0, n = 0;

  if (argc != 2 || ct_weights_new_builtin (&weights))
    return 2;
  in_a = read_floats (argv[1], "golden-acoustic-input.f32", FRAMES * CT_CQT_BINS);
  out_a = read_floats (argv[1], "golden-acoustic-output.f32", FRAMES * CT_N_PITCHES * 2);
  in_t = read_floats (argv[1], "golden-timbre-input.f32", NOTES * CT_TIMBRE_INPUT_SIZE);
  out_t = read_floats (argv[1], "golden-timbre-output.f32", NOTES * CT_EMBEDDING_SIZE);
  in_m = read_floats (argv[1], "golden-memory-embedding.f32", MEMORY_NOTES * CT_EMBEDDING_SIZE);
  note_m = read_floats (argv[1], "golden-memory-note.f32", MEMORY_NOTES * 4);
  out_m = read_floats (argv[1], "golden-memory-output.f32", MEMORY_NOTES * CT_TIMBRE_SIZE);
  printf ("1..6\n");
  for (int i = 0; i < 2; i++)
    {
      float acoustic = acoustic_error (weights, levels[i], in_a, out_a);
      float timbre = timbre_error (weights, levels[i], in_t, out_t);
      float memory = memory_error (weights, levels[i], in_m, note_m, out_m);
      int acoustic_ok = acoustic <= 1.5f / 255, timbre_ok = timbre <= 1e-4f, memory_ok = memory <= 1e-4f;

      printf ("%s %d /neon/acoustic/%s # %g\n", acoustic_ok ? "ok" : "not ok", ++n, ct_simd_level_name (levels[i]),
              (double) acoustic);
      printf ("%s %d /neon/timbre/%s # %g\n", timbre_ok ? "ok" : "not ok", ++n, ct_simd_level_name (levels[i]),
              (double) timbre);
      printf ("%s %d /neon/memory/%s # %g\n", memory_ok ? "ok" : "not ok", ++n, ct_simd_level_name (levels[i]),
              (double) memory);
      failed += !acoustic_ok + !timbre_ok + !memory_ok;
    }
  free (in_a);
  free (out_a);
  free (in_t);
  free (out_t);
  free (in_m);
  free (note_m);
  free (out_m);
  ct_weights_free (weights);
  return failed ? 1 : 0;
}
