/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What XML files say. */
#pragma once

#include <libxml/tree.h>

/* Reads a document; free it with xmlFreeDoc(). */
xmlDocPtr xml_file_read (const char *path);

/* Asserts what the text is of all nodes that an XPath finds, with spaces between. */
void xml_file_assert (xmlDocPtr doc, const char *path, const char *expected);
