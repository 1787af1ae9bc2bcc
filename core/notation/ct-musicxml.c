/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notation/ct-musicxml.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/tree.h>
#include <libxml/xmlwriter.h>
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

/* Starts a document in @buffer. */
static bool
open_document (CtXmlOut *self, xmlBufferPtr buffer)
{
  self->xml = buffer ? xmlNewTextWriterMemory (buffer, 0) : NULL;
  return self->xml && xmlTextWriterSetIndent (self->xml, 1) >= 0
         && xmlTextWriterStartDocument (self->xml, NULL, "UTF-8", NULL) >= 0;
}

static CtStatus
write_score (const CtNotation *piece, const CtMusicXmlOptions *options, xmlBufferPtr buffer)
{
  CtXmlOut out = { 0 };
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (open_document (&out, buffer)
      && xmlTextWriterWriteDTD (out.xml, BAD_CAST "score-partwise", BAD_CAST PUBLIC_ID, BAD_CAST SYSTEM_ID, NULL) >= 0)
    status = ct_musicxml_write_score (&out, piece, options);
  if (status == CT_STATUS_OK && xmlTextWriterEndDocument (out.xml) < 0)
    status = CT_STATUS_NO_MEMORY;
  if (out.xml)
    xmlFreeTextWriter (out.xml);
  return status;
}

/* What a compressed file says about those in it. */
static CtStatus
write_container (xmlBufferPtr buffer)
{
  CtXmlOut out = { 0 };
  CtStatus status = CT_STATUS_NO_MEMORY;

  if (open_document (&out, buffer))
    {
      ct_xml_begin (&out, "container");
      ct_xml_begin (&out, "rootfiles");
      ct_xml_begin (&out, "rootfile");
      ct_xml_attribute (&out, "full-path", SCORE_NAME);
      ct_xml_attribute (&out, "media-type", XML_MIME_TYPE);
      if (!out.failed && xmlTextWriterEndDocument (out.xml) >= 0)
        status = CT_STATUS_OK;
    }
  if (out.xml)
    xmlFreeTextWriter (out.xml);
  return status;
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
add_files (struct archive *archive, xmlBufferPtr container, xmlBufferPtr score)
{
  return archive_write_zip_set_compression_store (archive) == ARCHIVE_OK
         && add_file (archive, "mimetype", MIME_TYPE, strlen (MIME_TYPE))
         && archive_write_zip_set_compression_deflate (archive) == ARCHIVE_OK
         && add_file (archive, "META-INF/container.xml", xmlBufferContent (container),
                      (size_t) xmlBufferLength (container))
         && add_file (archive, SCORE_NAME, xmlBufferContent (score), (size_t) xmlBufferLength (score));
}

/* Writes both into a ZIP file, whose errors @file keeps. */
static CtStatus
compress (CtAtomicFile *file, xmlBufferPtr container, xmlBufferPtr score)
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
save_compressed (xmlBufferPtr score, const char *path)
{
  xmlBufferPtr container = xmlBufferCreate ();
  CtAtomicFile *file = NULL;
  CtStatus status = write_container (container);

  if (status == CT_STATUS_OK)
    status = ct_atomic_file_open (path, &file);
  if (status == CT_STATUS_OK)
    status = compress (file, container, score);
  if (status == CT_STATUS_OK)
    status = ct_atomic_file_commit (file);
  else
    ct_atomic_file_abandon (file);
  if (container)
    xmlBufferFree (container);
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
  xmlBufferPtr buffer = xmlBufferCreate ();
  CtStatus status = write_score (piece, options, buffer);

  if (status == CT_STATUS_OK && is_compressed (path))
    status = save_compressed (buffer, path);
  else if (status == CT_STATUS_OK)
    status = ct_atomic_file_save (path, xmlBufferContent (buffer), (size_t) xmlBufferLength (buffer));
  if (buffer)
    xmlBufferFree (buffer);
  return status;
}
