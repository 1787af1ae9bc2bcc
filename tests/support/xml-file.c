/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/xml-file.h"

#include <glib.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

xmlDocPtr
xml_file_read (const char *path)
{
  xmlDocPtr doc = xmlReadFile (path, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);

  g_assert_nonnull (doc);
  return doc;
}

/* The text of all nodes that @path finds, with spaces between. */
static char *
find (xmlDocPtr doc, const char *path)
{
  xmlXPathContextPtr context = xmlXPathNewContext (doc);
  xmlXPathObjectPtr result = xmlXPathEvalExpression (BAD_CAST path, context);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (result);
  for (int i = 0; result->nodesetval && i < result->nodesetval->nodeNr; i++)
    {
      xmlChar *content = xmlNodeGetContent (result->nodesetval->nodeTab[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) content);
      xmlFree (content);
    }
  xmlXPathFreeObject (result);
  xmlXPathFreeContext (context);
  return g_string_free (text, FALSE);
}

void
xml_file_assert (xmlDocPtr doc, const char *path, const char *expected)
{
  g_autofree char *text = find (doc, path);

  g_assert_cmpstr (text, ==, expected);
}
