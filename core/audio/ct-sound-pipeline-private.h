/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_SOUND_PIPELINE_PRIVATE_H
#define CT_SOUND_PIPELINE_PRIVATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/audio/ct-audio-file.h"
#include "core/base/ct-status.h"

typedef struct _GstAppSink GstAppSink;
typedef struct _GstBus GstBus;
typedef struct _GstCaps GstCaps;
typedef struct _GstElement GstElement;
typedef struct _GstSample GstSample;

/* What GStreamer reads a file with: filesrc ! decodebin ! capsfilter ! audioconvert ! audioresample ! appsink. */
typedef struct
{
  GstElement *pipeline;
  struct _CtSoundStreams *streams; /* borrowed from the pipeline */
  GstAppSink *sink;
  GstBus *bus;
  int64_t length_ns;            /* what an edited film says; 0: nothing */
  bool opened;                  /* there was a sample */
  bool lacks_decoder;           /* one was looked for in vain */
  bool given_up;                /* its threads may hang */
  const atomic_bool *cancelled; /* looked at while samples are waited for, or NULL */
} CtSoundPipeline;

/* Builds the pipeline for a stream of sound, from 1, of the file @fd, in @self, which is zeroed. Clear it in any case.
 */
CtStatus ct_sound_pipeline_build (CtSoundPipeline *self, int fd, int stream);

/* Starts the pipeline. Errors arrive with the samples. */
void ct_sound_pipeline_start (CtSoundPipeline *self);

/* Waits for the next sample, to be given back; NULL, with CT_STATUS_OK, at the end. */
CtStatus ct_sound_pipeline_pull (CtSoundPipeline *self, GstSample **out);

/* How many streams of sound were found, and how many of all kinds lie beside each other. */
int ct_sound_pipeline_count_streams (const CtSoundPipeline *self);
int ct_sound_pipeline_count_demuxed (const CtSoundPipeline *self);

void ct_sound_pipeline_clear (CtSoundPipeline *self);

/* Rate and channels of samples; false: they have none. */
bool ct_sound_pipeline_read_format (const GstCaps *caps, CtAudioInfo *info);

#endif
