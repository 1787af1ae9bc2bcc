/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-text.h"
#include "app/cli-values.h"
#include "core/base/ct-note.h"
#include "core/base/ct-program.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-transcriber.h"

/* The palette of M. Okabe and K. Ito, which colour-blind people tell apart: new timbres take them in turn. */
static const uint32_t colours[] = { 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7 };

/* Reports what is wrong with the memory file. */
static int
fail (const char *path, CtStatus status)
{
  cli_text_error (path, ct_status_string (status));
  return CLI_EXIT_FAILED;
}

static int
list (const CtKnownTimbres *known, uint64_t encoder)
{
  for (size_t i = 0; i < ct_known_timbres_n (known); i++)
    {
      const CtKnownTimbre *timbre = ct_known_timbres_get (known, i);

      cli_text_print (stdout, timbre->name);
      printf ("\t#%06x\t%u %s\t%u song%s%s\n", (unsigned) timbre->rgb, (unsigned) timbre->program + 1,
              ct_program_name (timbre->program), (unsigned) timbre->n_songs, timbre->n_songs == 1 ? "" : "s",
              timbre->encoder == encoder ? "" : "\tasleep");
    }
  return CLI_EXIT_DONE;
}

/* Forgets the timbres named, all of which must be known. */
static int
forget (CtKnownTimbres *known, const CliOptions *options)
{
  CtStatus status;

  for (size_t i = 0; i < options->n_names; i++)
    if (ct_known_timbres_find (known, options->names[i]) < 0)
      {
        cli_text_error (options->names[i], "is not in the memory");
        return CLI_EXIT_FAILED;
      }
  for (size_t i = 0; i < options->n_names; i++)
    {
      int place = ct_known_timbres_find (known, options->names[i]);

      if (place >= 0) /* it may be named twice */
        ct_known_timbres_forget (known, (size_t) place);
    }
  status = ct_known_timbres_save (known, options->memory);
  return status == CT_STATUS_OK ? CLI_EXIT_DONE : fail (options->memory, status);
}

/* "2=Anna": the index of the track and its name; false: it is not like that, which is reported. */
static bool
parse_named_track (const char *text, const CtScore *score, size_t *track, const char **name)
{
  const char *equals = strchr (text, '=');
  size_t length = equals ? (size_t) (equals - text) : 0;
  char number[16];
  int value;

  if (length == 0 || length >= sizeof number)
    {
      cli_text_error (text, "not the number and the name of a track, as in 1=Anna");
      return false;
    }
  memcpy (number, text, length);
  number[length] = '\0';
  if (!cli_value_integer (number, &value) || value < 1 || (size_t) value > score->n_tracks)
    {
      cli_text_error (text, "there is no such track");
      return false;
    }
  *track = (size_t) value - 1;
  *name = equals + 1;
  return true;
}

static CtStatus
learn_track (CtKnownTimbres *known,
             const CtScore *score,
             const float *embeddings,
             const CtTimbreLesson *common,
             size_t track,
             const char *name)
{
  CtTimbreLesson lesson = *common;
  int place = ct_known_timbres_find (known, name);

  lesson.name = name;
  lesson.program = score->tracks[track].program;
  lesson.rgb = place >= 0 ? ct_known_timbres_get (known, (size_t) place)->rgb
                          : colours[ct_known_timbres_n (known) % (sizeof colours / sizeof *colours)];
  return ct_known_timbres_learn (known, &lesson, embeddings, score->notes.notes, score->notes.n, (int) track);
}

/* Learns the tracks named of a score. */
static int
learn_tracks (CtKnownTimbres *known,
              const CliOptions *options,
              const CtScore *score,
              const float *embeddings,
              uint64_t encoder)
{
  CtTimbreLesson common = { .encoder = encoder, .song = ct_recognition_mark (embeddings, score->notes.n) };
  CtStatus status;

  for (size_t i = 0; i < options->n_names; i++)
    {
      const char *name;
      size_t track;

      if (!parse_named_track (options->names[i], score, &track, &name))
        return CLI_EXIT_FAILED;
      status = learn_track (known, score, embeddings, &common, track, name);
      if (status != CT_STATUS_OK)
        return fail (options->names[i], status);
      if (options->quiet)
        continue;
      cli_text_print (stderr, options->inputs[0]);
      fprintf (stderr, ": track %zu learned as ", track + 1);
      cli_text_print (stderr, name);
      fputc ('\n', stderr);
    }
  status = ct_known_timbres_save (known, options->memory);
  return status == CT_STATUS_OK ? CLI_EXIT_DONE : fail (options->memory, status);
}

/* Transcribes the recording as "transcribe" does, so that its tracks are known by their numbers. */
static int
learn (CtKnownTimbres *known, const CliOptions *options, CtTranscriber *transcriber)
{
  CtAnalysis *analysis = NULL;
  CtScore *score = NULL;
  float *embeddings = NULL;
  CtStatus status;
  int exit_status;

  ct_transcriber_set_stream (transcriber, options->stream);
  status = ct_transcriber_analyse (transcriber, options->inputs[0], &options->span, &analysis);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_score (transcriber, analysis, &options->engine, &score);
  if (status == CT_STATUS_OK)
    status = ct_recognition_encode (transcriber, analysis, score, &embeddings);
  exit_status = status == CT_STATUS_OK
                    ? learn_tracks (known, options, score, embeddings, ct_transcriber_encoder (transcriber))
                    : fail (options->inputs[0], status);
  free (embeddings);
  ct_score_free (score);
  ct_analysis_free (analysis);
  return exit_status;
}

int
cli_memory_run (const CliOptions *options)
{
  CtKnownTimbres *known = NULL;
  CtWeights *weights = NULL;
  CtTranscriber *transcriber = NULL;
  CtStatus status = ct_known_timbres_load (options->memory, &known);
  int exit_status;

  if (status == CT_STATUS_NOT_FOUND && options->command == CLI_MEMORY_LEARN)
    status = ct_known_timbres_new (&known);
  if (status == CT_STATUS_OK && options->weights)
    status = ct_weights_new_from_file (options->weights, &weights);
  if (status == CT_STATUS_OK)
    status = ct_transcriber_new (options->n_threads, weights, ct_simd_best_level (), &transcriber);
  if (status != CT_STATUS_OK)
    exit_status = fail (options->memory, status);
  else if (options->command == CLI_MEMORY_LEARN)
    exit_status = learn (known, options, transcriber);
  else if (options->command == CLI_MEMORY_FORGET)
    exit_status = forget (known, options);
  else
    exit_status = list (known, ct_transcriber_encoder (transcriber));
  ct_transcriber_free (transcriber);
  ct_weights_free (weights);
  ct_known_timbres_free (known);
  return exit_status;
}

CtStatus
cli_memory_load (const CliOptions *options, CtKnownTimbres **known)
{
  CtStatus status = options->memory ? ct_known_timbres_load (options->memory, known) : CT_STATUS_OK;

  if (status != CT_STATUS_OK)
    cli_text_error (options->memory, ct_status_string (status));
  return status;
}

CtStatus
cli_memory_recognise (const CtKnownTimbres *known,
                      CtTranscriber *transcriber,
                      const CtAnalysis *analysis,
                      CtScore *score)
{
  float *embeddings = NULL;
  CtStatus status;

  if (!known)
    return CT_STATUS_OK;
  status = ct_recognition_encode (transcriber, analysis, score, &embeddings);
  if (status == CT_STATUS_OK)
    status = ct_recognition_apply (known, ct_transcriber_weights (transcriber), ct_transcriber_encoder (transcriber),
                                   embeddings, score);
  free (embeddings);
  return status;
}

void
cli_memory_say_recognised (const char *input, const CtScore *score)
{
  for (size_t i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].recognised)
      {
        cli_text_print (stderr, input);
        fprintf (stderr, ": track %zu recognised as ", i + 1);
        cli_text_print (stderr, score->tracks[i].name);
        fputc ('\n', stderr);
      }
}
