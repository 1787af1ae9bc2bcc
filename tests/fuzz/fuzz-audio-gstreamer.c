/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a recording into the engine through GStreamer. Its demuxers and decoders, which have fuzzers of their own,
 * are left out: in their place stands an element that does what the input says, in any order: buffers of any length and
 * time, formats that change, segments, gaps, errors, an early end. */
#include <gst/gst.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/audio/ct-audio-file-private.h"
#include "core/base/ct-status.h"
#include "tests/fuzz/fuzz-target.h"

#define CAPS "application/x-coloratura-fuzz"
#define MAX_SIZE 4096
#define MAX_COMMANDS 40
#define MAX_FRAMES 100000
#define PIECE 1000
#define MAX_CHANNELS 64 /* a sound of more is refused before it is read */

/* ---- the element ---- */

typedef struct
{
  GstElement parent;
  GstPad *sink, *source;
  GByteArray *input; /* all of the file, in the end */
} FuzzDecoder;

typedef struct
{
  GstElementClass parent;
} FuzzDecoderClass;

static GType fuzz_decoder_get_type (void);
G_DEFINE_TYPE (FuzzDecoder, fuzz_decoder, GST_TYPE_ELEMENT)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink",
                                                                     GST_PAD_SINK,
                                                                     GST_PAD_ALWAYS,
                                                                     GST_STATIC_CAPS (CAPS));
static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE ("src",
                                                                       GST_PAD_SRC,
                                                                       GST_PAD_ALWAYS,
                                                                       GST_STATIC_CAPS ("audio/x-raw(ANY)"));

/* What is left of the input; where there is nothing, zeros are taken. */
typedef struct
{
  const guint8 *at;
  gsize n;
} Bytes;

static guint64
take (Bytes *bytes, gsize n)
{
  guint64 value = 0;

  for (gsize i = 0; i < n && bytes->n > 0; i++, bytes->n--)
    value |= (guint64) *bytes->at++ << (8 * i);
  return value;
}

/* Milliseconds; after a byte that says so any time there is, or none. */
static GstClockTime
take_time (Bytes *bytes)
{
  switch (take (bytes, 1))
    {
    case 0xff:
      return take (bytes, 8);
    case 0xfe:
      return GST_CLOCK_TIME_NONE;
    default:
      return take (bytes, 2) * GST_MSECOND;
    }
}

static void
push_caps (FuzzDecoder *self, Bytes *bytes)
{
  static const char *const formats[] = { "S16LE", "F32LE", "U8", "S24BE", "F64LE" };
  guint64 channels = take (bytes, 1), rate = take (bytes, 1), format = take (bytes, 1);
  g_autoptr (GstCaps) caps = NULL;

  caps = gst_caps_new_simple ("audio/x-raw", "format", G_TYPE_STRING, formats[format % G_N_ELEMENTS (formats)],
                              "layout", G_TYPE_STRING, "interleaved", "rate", G_TYPE_INT,
                              rate == 0xff ? (int) take (bytes, 4) : 1000 * (int) rate, "channels", G_TYPE_INT,
                              (int) channels, "channel-mask", GST_TYPE_BITMASK, G_GUINT64_CONSTANT (0), NULL);
  gst_pad_push_event (self->source, gst_event_new_caps (caps));
}

static void
push_segment (FuzzDecoder *self, Bytes *bytes)
{
  GstSegment segment;

  gst_segment_init (&segment, take (bytes, 1) == 0xff ? GST_FORMAT_BYTES : GST_FORMAT_TIME);
  segment.start = take_time (bytes);
  if (!GST_CLOCK_TIME_IS_VALID (segment.start))
    segment.start = 0;
  segment.base = take_time (bytes) / 2;
  segment.position = segment.time = segment.start;
  gst_pad_push_event (self->source, gst_event_new_segment (&segment));
}

static GstFlowReturn
push_buffer (FuzzDecoder *self, Bytes *bytes)
{
  gsize size = (gsize) take (bytes, 2);
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);

  gst_buffer_memset (buffer, 0, (guint8) take (bytes, 1), size);
  GST_BUFFER_PTS (buffer) = take_time (bytes);
  GST_BUFFER_DURATION (buffer) = take_time (bytes);
  return gst_pad_push (self->source, buffer);
}

/* Does what one byte says. FALSE: that was the end. */
static gboolean
obey (FuzzDecoder *self, Bytes *bytes)
{
  switch (take (bytes, 1) % 8)
    {
    case 0:
      push_caps (self, bytes);
      return TRUE;
    case 1:
      push_segment (self, bytes);
      return TRUE;
    case 2:
      gst_pad_push_event (self->source, gst_event_new_gap (take (bytes, 2) * GST_MSECOND, take_time (bytes)));
      return TRUE;
    case 3:
      GST_ELEMENT_ERROR (self, STREAM, DECODE, (NULL), ("as the input says"));
      return FALSE;
    case 4:
      return FALSE;
    default:
      return push_buffer (self, bytes) == GST_FLOW_OK;
    }
}

static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  FuzzDecoder *self = (FuzzDecoder *) parent;
  GstMapInfo map;

  FUZZ_REQUIRE (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_byte_array_append (self->input, map.data, (guint) map.size);
  gst_buffer_unmap (buffer, &map);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

/* At the end of the file all is done that stands in it. */
static gboolean
handle_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  FuzzDecoder *self = (FuzzDecoder *) parent;
  Bytes bytes = { self->input->data, self->input->len };

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS || GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT)
    {
      gst_event_unref (event);
      return TRUE;
    }
  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    for (int i = 0; i < MAX_COMMANDS && bytes.n > 0 && obey (self, &bytes); i++)
      ;
  return gst_pad_event_default (pad, parent, event);
}

static void
fuzz_decoder_finalize (GObject *object)
{
  g_byte_array_unref (((FuzzDecoder *) object)->input);
  G_OBJECT_CLASS (fuzz_decoder_parent_class)->finalize (object);
}

static void
fuzz_decoder_class_init (FuzzDecoderClass *class)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fuzz_decoder_finalize;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &source_template);
  gst_element_class_set_static_metadata (element_class, "Fuzz", "Codec/Decoder/Audio", "Obeys the input", "Coloratura");
}

static void
fuzz_decoder_init (FuzzDecoder *self)
{
  self->input = g_byte_array_new ();
  self->sink = gst_pad_new_from_static_template (&sink_template, "sink");
  self->source = gst_pad_new_from_static_template (&source_template, "src");
  gst_pad_set_chain_function (self->sink, chain);
  gst_pad_set_event_function (self->sink, handle_event);
  gst_element_add_pad (GST_ELEMENT (self), self->sink);
  gst_element_add_pad (GST_ELEMENT (self), self->source);
}

/* ---- the target ---- */

static void
find_type (GstTypeFind *find, gpointer data)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (CAPS);

  gst_type_find_suggest (find, GST_TYPE_FIND_MAXIMUM, caps);
}

/* What GStreamer says of an element that obeys any input. */
static void
ignore (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

/* Every file is of the element's type. */
static void
begin (void)
{
  static const char *const domains[] = { "GStreamer", "GStreamer-Audio", "GStreamer-Base" };
  static bool begun;

  if (begun)
    return;
  begun = true;
  gst_init (NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    g_log_set_handler (domains[i], G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL, ignore, NULL);
  FUZZ_REQUIRE (gst_type_find_register (NULL, "fuzz", GST_RANK_PRIMARY + 100, find_type, NULL, NULL, NULL, NULL)
                && gst_element_register (NULL, "coloraturafuzz", GST_RANK_PRIMARY + 100, fuzz_decoder_get_type ()));
}

static void
read_samples (CtAudioDecoder *decoder)
{
  static float samples[PIECE * MAX_CHANNELS];
  size_t n = PIECE;

  for (size_t done = 0; done < MAX_FRAMES && n == PIECE; done += n)
    {
      CtStatus status = decoder->funcs->read (decoder, samples, PIECE, &n);

      FUZZ_REQUIRE (n <= PIECE);
      if (status != CT_STATUS_OK)
        return;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int fd = memfd_create ("recording", MFD_CLOEXEC);
  CtAudioDecoder *decoder = NULL;

  begin ();
  FUZZ_REQUIRE (fd >= 0);
  if (size > 0 && size <= MAX_SIZE && write (fd, data, size) == (ssize_t) size)
    {
      /* the default, the stream there is, and one that there is not */
      CtStatus status = ct_audio_gstreamer_open (fd, (int) (size % 3), NULL, &decoder);

      FUZZ_REQUIRE ((status == CT_STATUS_OK) == (decoder != NULL) && status != CT_STATUS_STALLED);
    }
  if (decoder)
    {
      FUZZ_REQUIRE (decoder->info.channels >= 1 && decoder->info.rate_hz >= 1 && decoder->info.frames >= -1);
      if (decoder->info.channels <= MAX_CHANNELS)
        read_samples (decoder);
      decoder->funcs->free (decoder);
    }
  close (fd);
  return 0;
}
