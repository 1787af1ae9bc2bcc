/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notation/ct-musicxml.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/ct-atomic-file.h"
#include "core/notation/ct-musicxml-private.h"

#define PUBLIC_ID "-//Recordare//DTD MusicXML 4.0 Partwise//EN"
#define SYSTEM_ID "http://www.musicxml.org/dtds/partwise.dtd"

/* The first file of a compressed one says what it is. */
#define MIME_TYPE "application/vnd.recordare.musicxml"
#define XML_MIME_TYPE MIME_TYPE "+xml"
#define SCORE_NAME "score.musicxml"

/* The earliest date of a ZIP file: when a score was written is nobody's business, and equal ones give equal files. */
#define ZIP_EPOCH 315532800

/* What was written so far. */
typedef struct
{
  char *data; /* [n] */
  size_t n;
  size_t capacity;
  bool failed; /* for want of memory */
} Text;

/* Appends what libxml2 writes. It would print an error of its own where this reports one. */
static int
append (void *data, const char *bytes, int length)
{
  Text *self = data;

  if (self->n + (size_t) length > self->capacity && !self->failed)
    {
      size_t capacity = 2 * self->capacity + (size_t) length;
      char *grown = realloc (self->data, capacity);

      self->failed = !grown;
      if (grown)
        {
          self->data = grown;
          self->capacity = capacity;
        }
    }
  if (self->failed)
    return length;
  memcpy (self->data + self->n, bytes, (size_t) length);
  self->n += (size_t) length;
  return length;
}

static int
close_text (void *data)
{
  return 0;
}

/* Starts a document. */
static bool
open_document (CtXmlOut *self, Text *text)
{
  xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO (append, close_text, text, NULL);

  if (!buffer)
    return false;
  self->xml = xmlNewTextWriter (buffer);
  if (!self->xml)
    {
      xmlOutputBufferClose (buffer);
      return false;
    }
  return xmlTextWriterSetIndent (self->xml, 1) >= 0 && xmlTextWriterStartDocument (self->xml, NULL, "UTF-8", NULL) >= 0;
}

/* Ends a document; then all of it is in its text. */
static CtStatus
close_document (CtXmlOut *self, const Text *text)
{
  bool done = self->xml && xmlTextWriterEndDocument (self->xml) >= 0 && !self->failed;

  if (self->xml)
    xmlFreeTextWriter (self->xml);
  return done && !text->failed ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static CtStatus
write_score (const CtNotation *piece, const CtMusicXmlOptions *options, Text *text)
{
  CtXmlOut out = { 0 };
  CtStatus status = CT_STATUS_NO_MEMORY, closed;

  if (open_document (&out, text)
      && xmlTextWriterWriteDTD (out.xml, BAD_CAST "score-partwise", BAD_CAST PUBLIC_ID, BAD_CAST SYSTEM_ID, NULL) >= 0)
    status = ct_musicxml_write_score (&out, piece, options);
  closed = close_document (&out, text);
  return status == CT_STATUS_OK ? closed : status;
}

/* What a compressed file says about those in it. */
static CtStatus
write_container (Text *text)
{
  CtXmlOut out = { 0 };

  if (open_document (&out, text))
    {
      ct_xml_begin (&out, "container");
      ct_xml_begin (&out, "rootfiles");
      ct_xml_begin (&out, "rootfile");
      ct_xml_attribute (&out, "full-path", SCORE_NAME);
      ct_xml_attribute (&out, "media-type", XML_MIME_TYPE);
    }
  else
    out.failed = true;
  return close_document (&out, text);
}

/* ---- compressed files ---- */

static la_ssize_t
write_block (struct archive *archive, void *data, const void *buffer, size_t length)
{
  ct_atomic_file_write (data, buffer, length);
  return (la_ssize_t) length;
}

static bool
add_file (struct archive *archive, const char *name, const void *data, size_t size)
{
  struct archive_entry *entry = archive_entry_new ();
  bool done;

  if (!entry)
    return false;
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, ZIP_EPOCH, 0);
  done = archive_write_header (archive, entry) == ARCHIVE_OK
         && archive_write_data (archive, data, size) == (la_ssize_t) size;
  archive_entry_free (entry);
  return done;
}

static bool
add_files (struct archive *archive, const Text *container, const Text *score)
{
  return archive_write_zip_set_compression_store (archive) == ARCHIVE_OK
         && add_file (archive, "mimetype", MIME_TYPE, strlen (MIME_TYPE))
         && archive_write_zip_set_compression_deflate (archive) == ARCHIVE_OK
         && add_file (archive, "META-INF/container.xml", container->data, container->n)
         && add_file (archive, SCORE_NAME, score->data, score->n);
}

/* Writes both into a ZIP file, whose errors @file keeps. */
static CtStatus
compress (CtAtomicFile *file, const Text *container, const Text *score)
{
  struct archive *archive = archive_write_new ();
  bool done;

  if (!archive)
    return CT_STATUS_NO_MEMORY;
  done = archive_write_set_format_zip (archive) == ARCHIVE_OK
         && archive_write_set_bytes_in_last_block (archive, 1) == ARCHIVE_OK
         && archive_write_open (archive, file, NULL, write_block, NULL) == ARCHIVE_OK
         && add_files (archive, container, score) && archive_write_close (archive) == ARCHIVE_OK;
  return archive_write_free (archive) == ARCHIVE_OK && done ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

static CtStatus
save_compressed (const Text *score, const char *path)
{
  Text container = { 0 };
  CtAtomicFile *file = NULL;
  CtStatus status = write_container (&container);

  if (status == CT_STATUS_OK)
    status = ct_atomic_file_open (path, &file);
  if (status == CT_STATUS_OK)
    status = compress (file, &container, score);
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_commit (file);
  else
    ct_atomic_file_abandon (file);
  free (container.data);
  return status;
}

static bool
is_compressed (const char *path)
{
  size_t length = strlen (path);

  return length >= 4 && strcasecmp (path + length - 4, ".mxl") == 0;
}

CtStatus
ct_musicxml_write (const CtNotation *piece, const CtMusicXmlOptions *options, const char *path)
{
  Text text = { 0 };
  CtStatus status = write_score (piece, options, &text);

  if (status == CT_STATUS_OK)
    status = is_compressed (path) ? save_compressed (&text, path) : ct_atomic_file_save (path, text.data, text.n);
  free (text.data);
  return status;
}
