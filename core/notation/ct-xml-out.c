/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libxml/chvalid.h>
#include <libxml/xmlstring.h>
#include <libxml/xmlwriter.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-utf8.h"
#include "core/notation/ct-musicxml-private.h"

static void
note_failure (CtXmlOut *self, int result)
{
  if (result < 0)
    self->failed = true;
}

void
ct_xml_begin (CtXmlOut *self, const char *name)
{
  note_failure (self, xmlTextWriterStartElement (self->xml, BAD_CAST name));
}

void
ct_xml_end (CtXmlOut *self)
{
  note_failure (self, xmlTextWriterEndElement (self->xml));
}

void
ct_xml_attribute (CtXmlOut *self, const char *name, const char *value)
{
  note_failure (self, xmlTextWriterWriteAttribute (self->xml, BAD_CAST name, BAD_CAST value));
}

/* Replaces in place what is no character of XML: controls, and bytes that are no UTF-8. */
static void
clean (char *text)
{
  size_t left = strlen (text), n;

  for (; left > 0; text += n, left -= n)
    {
      uint32_t code = 0;

      n = ct_utf8_read (text, left, &code);
      if (!xmlIsCharQ (code))
        {
          /* one byte at a time, so that nothing is longer than before */
          *text = '?';
          n = 1;
        }
    }
}

void
ct_xml_string (CtXmlOut *self, const char *text)
{
  char *copy = strdup (text);

  if (!copy)
    {
      self->failed = true;
      return;
    }
  clean (copy);
  note_failure (self, xmlTextWriterWriteString (self->xml, BAD_CAST copy));
  free (copy);
}

void
ct_xml_text (CtXmlOut *self, const char *name, const char *text)
{
  ct_xml_begin (self, name);
  ct_xml_string (self, text);
  ct_xml_end (self);
}

void
ct_xml_number (CtXmlOut *self, const char *name, int64_t value)
{
  char text[24];

  snprintf (text, sizeof text, "%lld", (long long) value);
  note_failure (self, xmlTextWriterWriteElement (self->xml, BAD_CAST name, BAD_CAST text));
}

void
ct_xml_empty (CtXmlOut *self, const char *name)
{
  ct_xml_begin (self, name);
  ct_xml_end (self);
}
