/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/audio/ct-film-source-private.h"

#include <gst/gst.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "core/audio/ct-bytes-private.h"
#include "core/audio/ct-film-private.h"

#define MAX_FILM_S (INT64_C (1) << 32)

/* Gives the film another length, in the bytes that are read of the file. */
static GstPadProbeReturn
change_length (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (probe);
  const CtFilmLength *length = data;
  guint64 begin = GST_BUFFER_OFFSET (buffer), at = (guint64) length->at;
  gsize n = (gsize) length->n_bytes, size = gst_buffer_get_size (buffer);
  unsigned char bytes[8];

  if (begin > at || at - begin > size || size - (at - begin) < n)
    return GST_PAD_PROBE_OK;
  ct_bytes_put (bytes, length->n_bytes, true, length->units);
  buffer = gst_buffer_make_writable (buffer);
  gst_buffer_fill (buffer, at - begin, bytes, n);
  GST_PAD_PROBE_INFO_DATA (probe) = buffer;
  return GST_PAD_PROBE_OK;
}

int64_t
ct_film_source_lengthen (GstElement *source, int fd)
{
  CtFilmLength length, *kept;
  struct stat st;
  gint64 length_ns;
  guint64 most;
  GstPad *pad;

  if (fstat (fd, &st) != 0 || !ct_film_find_length (fd, st.st_size, &length) || length.skipped == 0)
    return 0;
  most = G_MAXUINT64 >> (64 - 8 * length.n_bytes);
  if (length.skipped >= most - length.units || length.units / length.units_per_s >= MAX_FILM_S)
    return 0;
  length_ns = (gint64) gst_util_uint64_scale (length.units, GST_SECOND, length.units_per_s);
  length.units += length.skipped;
  kept = g_new (CtFilmLength, 1);
  *kept = length;
  pad = gst_element_get_static_pad (source, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_PULL | GST_PAD_PROBE_TYPE_PUSH, change_length,
                     kept, g_free);
  gst_object_unref (pad);
  return length_ns;
}

static GstPadProbeReturn
change_order (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (probe);
  const char *format;
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  format = gst_structure_get_string (gst_caps_get_structure (caps, 0), "format");
  if (format && g_str_has_suffix (format, "BE"))
    {
      g_autofree char *mended = g_strdup (format);

      mended[strlen (mended) - 2] = 'L';
      caps = gst_caps_copy (caps);
      gst_caps_set_simple (caps, "format", G_TYPE_STRING, mended, NULL);
      GST_PAD_PROBE_INFO_DATA (probe) = gst_event_new_caps (caps);
      gst_caps_unref (caps);
      gst_event_unref (event);
    }
  return GST_PAD_PROBE_OK;
}

void
ct_film_source_mend_order (GstPad *pad, int fd)
{
  struct stat st;

  if (fstat (fd, &st) == 0 && ct_film_is_little_endian (fd, st.st_size))
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, change_order, NULL, NULL);
}
