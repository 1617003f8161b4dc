"""Stage clean: archived bytes become one clean page. Decode once, find the content, mend what is certain."""
