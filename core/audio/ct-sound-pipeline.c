/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-sound-pipeline-private.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "core/audio/ct-audio-file.h"
#include "core/audio/ct-film-source-private.h"
#include "core/audio/ct-ogg-private.h"
#include "core/base/ct-status.h"

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define FORMAT "F32LE"
#else
#define FORMAT "F32BE"
#endif
#define STALL_US (10 * G_USEC_PER_SEC)
#define SAMPLES "audio/x-raw,format=" FORMAT ",layout=interleaved"
#define POLL_NS (5 * GST_MSECOND) /* how late an error of the pipeline may be noticed */
#define IDLE_US G_USEC_PER_SEC    /* on a busy machine, a thread may not get to work for a while */
#define QUEUED_BUFFERS 16
#define STREAMS "coloratura-streams"

/* The streams that decodebin found; belongs to that. */
typedef struct _CtSoundStreams
{
  int wanted; /* from 1, in the order of decodebin */
  atomic_int n;
  atomic_int n_demuxed; /* with those of pictures and texts */
} CtSoundStreams;

/* The pipeline's threads call these, perhaps after the decoder was given up: they know the elements only. */

/* Elements that follow addresses found in the file (HLS, DASH, SDP and their like) are never plugged in: a playlist
 * under the name of a recording must not reach other files or the network. Neither is anything for pictures. */
static int
select_factory (GstElement *decodebin, GstPad *pad, GstCaps *caps, GstElementFactory *factory, gpointer data)
{
  enum
  {
    TRY,
    EXPOSE,
    SKIP
  };
  const char *class = gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);
  static const char *const unwanted[] = { "Adaptive", "Network", "Source", "Sink", "Video", "Image", "Subtitle" };

  for (size_t i = 0; class && i < G_N_ELEMENTS (unwanted); i++)
    if (strstr (class, unwanted[i]))
      return SKIP;
  return class ? TRY : SKIP;
}

static void
link_pad (GstElement *decodebin, GstPad *pad, GstElement *filter)
{
  CtSoundStreams *streams = g_object_get_data (G_OBJECT (decodebin), STREAMS);
  GstPad *in = gst_element_get_static_pad (filter, "sink");

  if (atomic_fetch_add (&streams->n, 1) + 1 == streams->wanted)
    gst_pad_link (pad, in);
  gst_object_unref (in);
}

static void
count_stream (GstElement *demuxer, GstPad *pad, GstElement *decodebin)
{
  CtSoundStreams *streams = g_object_get_data (G_OBJECT (decodebin), STREAMS);

  if (gst_pad_get_direction (pad) == GST_PAD_SRC)
    atomic_fetch_add (&streams->n_demuxed, 1);
}

/* decodebin itself tells nothing of streams that are not of sound. */
static void
watch_demuxer (GstElement *decodebin, GstElement *element)
{
  const char *class = gst_element_get_metadata (element, GST_ELEMENT_METADATA_KLASS);

  if (class && g_str_has_suffix (class, "Demuxer"))
    g_signal_connect_object (element, "pad-added", G_CALLBACK (count_stream), decodebin, 0);
}

bool
ct_sound_pipeline_read_format (const GstCaps *caps, CtAudioInfo *info)
{
  const GstStructure *structure = caps && gst_caps_get_size (caps) > 0 ? gst_caps_get_structure (caps, 0) : NULL;

  return structure && gst_structure_get_int (structure, "rate", &info->rate_hz)
         && gst_structure_get_int (structure, "channels", &info->channels) && info->rate_hz > 0 && info->channels > 0;
}

/* A stream may change its rate and its channels on the way, as that of joined files does: what follows is converted to
 * what it begins with. What no recording has is not converted: from 1 Hz it would grow beyond measure. */
static GstPadProbeReturn
keep_format (GstPad *pad, GstPadProbeInfo *probe, gpointer sink)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (probe);
  CtAudioInfo info = { 0 }, first = { 0 };
  GstPadProbeReturn answer = GST_PAD_PROBE_OK;
  GstCaps *caps, *kept;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return answer;
  gst_event_parse_caps (event, &caps);
  kept = gst_app_sink_get_caps (sink);
  if (!ct_sound_pipeline_read_format (caps, &info)
      || (ct_sound_pipeline_read_format (kept, &first)
          && (info.rate_hz < CT_AUDIO_MIN_RATE_HZ || info.rate_hz > CT_AUDIO_MAX_RATE_HZ)))
    {
      GST_ELEMENT_ERROR (sink, STREAM, FORMAT, (NULL), ("%d channels at %d Hz", info.channels, info.rate_hz));
      answer = GST_PAD_PROBE_DROP;
    }
  else if (first.rate_hz == 0)
    {
      kept = gst_caps_make_writable (kept);
      gst_caps_set_simple (kept, "rate", G_TYPE_INT, info.rate_hz, "channels", G_TYPE_INT, info.channels, NULL);
      gst_app_sink_set_caps (sink, kept);
    }
  gst_caps_unref (kept);
  return answer;
}

static void
all_pads_seen (GstElement *decodebin, GstElement *filter)
{
  GstPad *in = gst_element_get_static_pad (filter, "sink");

  if (!gst_pad_is_linked (in))
    GST_ELEMENT_ERROR (filter, STREAM, WRONG_TYPE, (NULL), ("no stream of sound"));
  gst_object_unref (in);
}

/* Adds an element to the pipeline, which then owns it. */
static GstElement *
add_element (CtSoundPipeline *self, const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element)
    gst_bin_add (GST_BIN (self->pipeline), element);
  return element;
}

static void
set_caps (GstElement *element, const char *text)
{
  GstCaps *caps = gst_caps_from_string (text);

  g_object_set (element, "caps", caps, NULL);
  gst_caps_unref (caps);
}

/* By its descriptor: the file that was found to be a regular one, whatever its path leads to by now. */
static void
set_up_source (CtSoundPipeline *self, GstElement *source, int fd)
{
  char path[64];

  g_snprintf (path, sizeof path, "/proc/self/fd/%d", fd);
  g_object_set (source, "location", path, NULL);
  self->length_ns = ct_film_source_lengthen (source, fd);
}

/* Of all streams of sound, the wanted one goes on to @filter. */
static void
set_up_decodebin (CtSoundPipeline *self, GstElement *decodebin, GstElement *filter, int fd, int stream)
{
  self->streams = g_new0 (CtSoundStreams, 1);
  /* it sorts them by identifiers, which are numbers in the order of the file in all but this format */
  self->streams->wanted = ct_ogg_rank_sound (fd, stream);
  g_object_set_data_full (G_OBJECT (decodebin), STREAMS, self->streams, g_free);
  set_caps (decodebin, "audio/x-raw(ANY)");
  g_object_set (decodebin, "expose-all-streams", FALSE, NULL);
  g_signal_connect (decodebin, "autoplug-select", G_CALLBACK (select_factory), NULL);
  g_signal_connect (decodebin, "element-added", G_CALLBACK (watch_demuxer), NULL);
  g_signal_connect_object (decodebin, "pad-added", G_CALLBACK (link_pad), filter, 0);
  g_signal_connect_object (decodebin, "no-more-pads", G_CALLBACK (all_pads_seen), filter, 0);
}

/* Samples come out of @sink in the format that went into @convert first. */
static void
set_up_output (GstElement *convert, GstElement *sink, int fd)
{
  GstPad *in = gst_element_get_static_pad (convert, "sink");

  ct_film_source_mend_order (in, fd);
  gst_pad_add_probe (in, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, keep_format, sink, NULL);
  gst_object_unref (in);
  set_caps (sink, SAMPLES);
  g_object_set (sink, "sync", FALSE, "max-buffers", QUEUED_BUFFERS, NULL);
}

CtStatus
ct_sound_pipeline_build (CtSoundPipeline *self, int fd, int stream)
{
  GstElement *source, *decodebin, *filter, *convert, *resample, *sink;

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->bus = gst_element_get_bus (self->pipeline);
  source = add_element (self, "filesrc");
  decodebin = add_element (self, "decodebin");
  filter = add_element (self, "capsfilter");
  convert = add_element (self, "audioconvert");
  resample = add_element (self, "audioresample");
  sink = add_element (self, "appsink");
  if (!source || !decodebin || !filter || !convert || !resample || !sink) /* GStreamer without its base plug-ins */
    return CT_STATUS_UNKNOWN_FORMAT;
  self->sink = GST_APP_SINK (sink);
  set_up_source (self, source, fd);
  set_up_decodebin (self, decodebin, filter, fd, stream);
  /* audioconvert crashes on 64 channels or more */
  set_caps (filter, "audio/x-raw(ANY),channels=[1,63]");
  set_up_output (convert, sink, fd);
  if (!gst_element_link (source, decodebin) || !gst_element_link_many (filter, convert, resample, sink, NULL))
    return CT_STATUS_UNKNOWN_FORMAT;
  return CT_STATUS_OK;
}

static CtStatus
status_of_error (const GError *error, bool opened)
{
  if (error->domain == GST_RESOURCE_ERROR && error->code == GST_RESOURCE_ERROR_READ)
    return CT_STATUS_READ_FAILED;
  if (opened)
    return CT_STATUS_DAMAGED;
  if (error->domain == GST_STREAM_ERROR
      && (error->code == GST_STREAM_ERROR_DECODE || error->code == GST_STREAM_ERROR_DEMUX))
    return CT_STATUS_DAMAGED;
  return CT_STATUS_UNKNOWN_FORMAT;
}

/* Whether the message says that a plug-in for sound, or for what often holds some, was looked for in vain. */
static bool
lacks_decoder (GstMessage *message)
{
  static const char *const kinds[] = { "audio/", "video/mpeg" };
  const GstStructure *structure = gst_message_get_structure (message);
  GstCaps *caps = NULL;
  bool lacks = false;

  if (!gst_structure_has_name (structure, "missing-plugin")
      || !gst_structure_get (structure, "detail", GST_TYPE_CAPS, &caps, NULL) || !caps)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (kinds) && !gst_caps_is_empty (caps); i++)
    lacks = lacks || g_str_has_prefix (gst_structure_get_name (gst_caps_get_structure (caps, 0)), kinds[i]);
  gst_caps_unref (caps);
  return lacks;
}

/* CT_STATUS_OK as long as the pipeline has nothing to complain of. */
static CtStatus
check_pipeline (CtSoundPipeline *self)
{
  CtStatus status = CT_STATUS_OK;
  GstMessage *message;

  while (status == CT_STATUS_OK
         && (message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT)))
    {
      GError *error = NULL;

      if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT)
        self->lacks_decoder = self->lacks_decoder || lacks_decoder (message);
      else
        {
          gst_message_parse_error (message, &error, NULL);
          status = status_of_error (error, self->opened);
          g_clear_error (&error);
        }
      gst_message_unref (message);
    }
  return status == CT_STATUS_UNKNOWN_FORMAT && self->lacks_decoder ? CT_STATUS_NO_DECODER : status;
}

static bool
element_works (GstElement *element)
{
  bool works = false;

  GST_OBJECT_LOCK (element);
  for (GList *l = element->pads; l; l = l->next)
    works = works || gst_pad_get_task_state (l->data) == GST_TASK_STARTED;
  GST_OBJECT_UNLOCK (element);
  return works;
}

static void
add_work (const GValue *item, gpointer data)
{
  int *n_working = data;

  *n_working += element_works (g_value_get_object (item));
}

/* Whether any thread of the pipeline is working. decodebin drops an error that a demuxer reports while it is being
 * plugged in; idle threads are then the only sign of it. */
static bool
pipeline_works (CtSoundPipeline *self)
{
  GstIterator *elements = gst_bin_iterate_recurse (GST_BIN (self->pipeline));
  int n_working = 0;

  while (gst_iterator_foreach (elements, add_work, &n_working) == GST_ITERATOR_RESYNC)
    {
      gst_iterator_resync (elements);
      n_working = 0;
    }
  gst_iterator_free (elements);
  return n_working > 0;
}

CtStatus
ct_sound_pipeline_pull (CtSoundPipeline *self, GstSample **out)
{
  gint64 now = g_get_monotonic_time (), give_up = now + STALL_US, last_work = now;

  *out = NULL;
  for (;;)
    {
      CtStatus status;

      if (self->cancelled && atomic_load (self->cancelled))
        {
          self->given_up = true;
          return CT_STATUS_CANCELLED;
        }
      *out = gst_app_sink_try_pull_sample (self->sink, POLL_NS);
      if (*out)
        {
          self->opened = true;
          return CT_STATUS_OK;
        }
      status = check_pipeline (self);
      if (status != CT_STATUS_OK || gst_app_sink_is_eos (self->sink))
        return status;
      now = g_get_monotonic_time ();
      if (pipeline_works (self))
        last_work = now;
      else if (now - last_work > IDLE_US)
        return CT_STATUS_DAMAGED;
      if (now > give_up)
        {
          self->given_up = true;
          return CT_STATUS_STALLED;
        }
    }
}

void
ct_sound_pipeline_start (CtSoundPipeline *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

int
ct_sound_pipeline_count_streams (const CtSoundPipeline *self)
{
  return atomic_load (&self->streams->n);
}

int
ct_sound_pipeline_count_demuxed (const CtSoundPipeline *self)
{
  return atomic_load (&self->streams->n_demuxed);
}

static void
stop_pipeline (GstElement *pipeline, gpointer data)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

void
ct_sound_pipeline_clear (CtSoundPipeline *self)
{
  if (self->pipeline)
    {
      /* stopping waits for the pipeline's threads; one that hangs must not hang its user too */
      if (self->given_up)
        gst_element_call_async (self->pipeline, stop_pipeline, NULL, NULL);
      else
        gst_element_set_state (self->pipeline, GST_STATE_NULL);
    }
  g_clear_pointer (&self->pipeline, gst_object_unref);
  g_clear_pointer (&self->bus, gst_object_unref);
}
